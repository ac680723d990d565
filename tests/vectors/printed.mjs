// Amounts and figures as printed: characters, numbers, magnitudes, units, words beside them.

import { Ratio, Refused, ZERO } from "./rational.mjs";

const MAGNITUDES = [["万亿", 12], ["千万", 7], ["百万", 6], ["亿", 8], ["万", 4], ["千", 3]];
const RELATIVE = { "%": -2, "‰": -3 };
const LONGEST = 120;
const MOST_DIGITS = 40;

// Narrow characters without outer blanks; numbers in circles and superscripts stay what they are.
export function narrowed(text) {
  return [...text].map((sign) => (/\p{No}/u.test(sign) ? sign : sign.normalize("NFKC"))).join("").trim();
}

// A number at the start of a text: digits with complete separators or none, decimals after a point.
function takeNumber(text) {
  const signs = /^([+\-−–])?\s*/.exec(text);
  const body = /^[0-9.,]+/.exec(text.slice(signs[0].length))?.[0];
  if (body === undefined) return null;
  const parts = body.split(".");
  const groups = parts[0].split(",");
  const decimals = parts[1] ?? "";
  if (parts.length > 2 || decimals.includes(",") || (parts.length === 2 && decimals === "")) return null;
  if (groups.length > 1 && (groups[0].length > 3 || groups.some((group, i) => group === "" || (i > 0 && group.length !== 3)))) return null;
  const all = groups.join("") + decimals;
  if (all.length > MOST_DIGITS) return null;
  const size = BigInt(all);
  return {
    sign: signs[1] ?? "",
    coefficient: signs[1] && signs[1] !== "+" ? -size : size,
    decimals: decimals.length,
    rest: text.slice(signs[0].length + body.length).trim(),
  };
}

function takeMagnitude(text) {
  const found = MAGNITUDES.find(([word]) => text.startsWith(word));
  return found ? { magnitude: found[1], rest: text.slice(found[0].length).trim() } : { magnitude: 0, rest: text };
}

export const valueOf = (coefficient, exponent) => new Ratio(coefficient).times(Ratio.power(exponent));

// ---------------------------------------------------------------------------------------------------------- amounts

const CURRENCIES = {
  CNY: "元 元人民币 人民币 人民币元 圆 RMB 角 分", USD: "美元 美金", HKD: "港元 港币", EUR: "欧元", JPY: "日元 日圆", GBP: "英镑", AUD: "澳元 澳大利亚元",
  CAD: "加元 加拿大元", CHF: "瑞士法郎", KRW: "韩元", MOP: "澳门元 澳门币", NZD: "新西兰元", RUB: "卢布", SGD: "新加坡元", THB: "泰铢", TWD: "新台币",
};
const NAMED = new Map(Object.entries(CURRENCIES).flatMap(([code, names]) => names.split(" ").map((name) => [name, code])));
const MARKS = { "人民币": "CNY", RMB: "CNY", "¥": "CNY", "US$": "USD", "HK$": "HKD", "€": "EUR", "£": "GBP" };
const PARTS = { 角: -1, 分: -2 };
const isCode = (text) => /^[A-Z]{3}$/.test(text);

export function readAmount(text, stated) {
  let rest = narrowed(text);
  if (text.length > LONGEST) throw new Refused("amount");
  const outer = /^[+\-−–]/.exec(rest)?.[0] ?? "";
  rest = rest.slice(outer.length).trim();
  const mark = Object.keys(MARKS).find((each) => rest.startsWith(each)) ?? /^[A-Z]{3}/.exec(rest)?.[0] ?? "";
  const number = takeNumber(rest.slice(mark.length).trim());
  if (number === null || (outer && number.sign)) throw new Refused("amount");
  const { magnitude, rest: tail } = takeMagnitude(number.rest.replace(/整$/, "").trim());
  const small = PARTS[tail] ?? 0;
  if (tail !== "" && !NAMED.has(tail) && !isCode(tail)) throw new Refused("amount");
  const marked = mark && (MARKS[mark] ?? mark);
  const named = tail && (NAMED.get(tail) ?? tail);
  const currency = named || marked || stated;
  if (!currency || (small && magnitude)) throw new Refused("amount");
  if ([named, marked, stated].some((each) => each && each !== currency)) throw new Refused("unit");
  const value = valueOf(number.coefficient, magnitude + small - number.decimals);
  return { value: outer && outer !== "+" ? value.negated() : value, currency };
}

// A quantity of an indicator: an amount where the text names a unit, else a plain number.
export function readQuantity(text) {
  const number = takeNumber(narrowed(text));
  if (number !== null && number.rest === "") return { value: valueOf(number.coefficient, -number.decimals), currency: null };
  return readAmount(text);
}

// A rate must say of what it is: a percentage, or a fraction.
export function readRate(text) {
  const plain = narrowed(text);
  const [top, bottom] = plain.split("/").map((part) => takeNumber(part.trim()));
  const value = (number) => valueOf(number.coefficient, -number.decimals);
  if (plain.includes("/") && top?.rest === "" && bottom?.rest === "") return { top: value(top), bottom: value(bottom) };
  if (top && top.rest in RELATIVE) return { top: valueOf(top.coefficient, RELATIVE[top.rest] - top.decimals), bottom: new Ratio(1n) };
  throw new Refused("figure");
}

// ---------------------------------------------------------------------------------------------------------- figures

const BEFORE = ["大约", "约", "超过", "超", "突破", "近", "不足"];
const AFTER = ["以上", "以下", "以内", "左右"];
const STROKES = { "": "blank", "/": "slash", "-": "dash", "--": "dash", "—": "dash", "——": "dash", "–": "dash", "−": "dash" };
const SAME = { "个百分点": "百分点", m2: "m²", m3: "m³", km2: "km²", "元人民币": "元" };
const LETTERS = /^(?=.{1,12}$)[A-Za-z\u3400-\u9fff°](?:[A-Za-z\u3400-\u9fff°²³/·]|(?<=m)[23])*$/u; // m2 is a unit, e3 is none

// Money, rates, lengths, areas, volumes, weights, times: what is measured and not counted.
const MEASURES = new Set(
  ("% ‰ 百分点 分 角 块 倍 成 度 米 公里 厘米 毫米 平方米 平方公里 平方厘米 平方毫米 立方米 立方公里 立方厘米 立方毫米 平米 公顷 亩 里 吨 公斤 克 升 瓦时 "
    + "年 月 周 天 日 时 秒 个月 星期 个星期 工作日 个工作日 自然日 个自然日 日历日 个日历日 小时 个小时 季度 个季度 分钟").split(" "),
);
const isMeasured = (unit) => unit !== null && (MEASURES.has(unit) || /[元币镑]$|[A-Za-z/]/.test(unit));

function readUnit(text) {
  if (text in RELATIVE) return { magnitude: RELATIVE[text], unit: text };
  const { magnitude, rest } = takeMagnitude(text);
  if (rest === "") return { magnitude, unit: null };
  if (!LETTERS.test(rest) || /^[千万亿余多]/.test(rest)) throw new Refused("figure");
  return { magnitude, unit: SAME[rest] ?? rest };
}

const unbracketed = (text) => /^\((.*)\)$/.exec(text)?.[1].trim() ?? text;

export function readFigure({ text, unit = "" }) {
  const column = readUnit(unbracketed(narrowed(unit)));
  let rest = narrowed(text);
  if (text.length > LONGEST) throw new Refused("figure");
  const nothing = { coefficient: null, decimals: 0, ...column, qualifier: null, counted: false };
  if (rest in STROKES) return { state: STROKES[rest], ...nothing };
  const words = [];
  const before = BEFORE.find((word) => rest.startsWith(word));
  if (before) { words.push(before); rest = rest.slice(before.length).trim(); }
  const number = takeNumber(rest);
  if (number === null) throw new Refused("figure");
  rest = number.rest;
  const takeOdd = () => { if (/^[余多]/.test(rest)) { words.push(rest[0]); rest = rest.slice(1).trim(); } };
  takeOdd();
  const outside = takeMagnitude(rest);
  rest = outside.rest;
  takeOdd();
  let after;
  while ((after = AFTER.find((word) => rest.endsWith(word)))) { words.push(after); rest = rest.slice(0, -after.length).trim(); }
  if (words.length > 1 && !(["约", "大约"].includes(words[0]) && words.length === 2 && words[1] === "左右")) throw new Refused("figure");
  const bracketed = rest.startsWith("(");
  const inside = readUnit(unbracketed(rest));
  if (bracketed && inside.magnitude === 0 && inside.unit === null) throw new Refused("figure");
  if (outside.magnitude && (inside.magnitude || inside.unit in RELATIVE)) throw new Refused("figure");
  if (!bracketed && !outside.magnitude && inside.magnitude && !(inside.unit in RELATIVE)) throw new Refused("figure");
  let { magnitude, unit: base } = column;
  if (outside.magnitude || inside.magnitude || inside.unit) {
    magnitude = outside.magnitude || inside.magnitude;
    base = inside.unit ?? (column.unit in RELATIVE ? null : column.unit);
  }
  const { coefficient, decimals } = number;
  const counted = decimals === 0 && magnitude === 0 && !isMeasured(base);
  return { state: "number", coefficient, decimals, magnitude, unit: base, qualifier: words[0] ?? null, counted };
}

// -------------------------------------------------------------------------------------------------------- intervals

// An end is null where there is none; what is absent is open.
const span = (low, high, lowOpen = false, highOpen = false) => ({ low, high, lowOpen: low === null || lowOpen, highOpen: high === null || highOpen });

// The sizes that print as the whole number n of units, n not negative, in half units: [low, high, low open, high open].
const SIZES = {
  half_up: (n) => [2n * n - 1n, 2n * n + 1n, n === 0n, true],
  half_down: (n) => [2n * n - 1n, 2n * n + 1n, n !== 0n, false],
  half_even: (n) => [2n * n - 1n, 2n * n + 1n, n % 2n === 1n, n % 2n === 1n],
  trunc: (n) => (n === 0n ? [-2n, 2n, true, true] : [2n * n, 2n * n + 2n, false, true]),
  up: (n) => (n === 0n ? [0n, 0n, false, false] : [2n * n - 2n, 2n * n, true, false]),
};

export function intervalOf(figure, rounding) {
  if (figure.state !== "number") throw new Refused("figure");
  const { coefficient, qualifier } = figure;
  const exponent = figure.magnitude - figure.decimals;
  const value = valueOf(coefficient, exponent);
  if (["余", "多", "以上"].includes(qualifier)) return span(value, null);
  if (["超", "超过", "突破"].includes(qualifier)) return span(value, null, true);
  if (["近", "以下", "以内"].includes(qualifier)) return span(null, value);
  if (qualifier === "不足") return span(null, value, false, true);
  if (qualifier !== null) { // 约, 大约, 左右
    const zeros = coefficient === 0n ? 0 : /0*$/.exec(String(coefficient))[0].length;
    const half = Ratio.power(exponent + zeros).over(Ratio.of(2));
    return span(value.minus(half), value.plus(half));
  }
  if (figure.counted) return span(value, value);
  const negative = coefficient < 0n;
  const [low, high, lowOpen, highOpen] = SIZES[rounding](negative ? -coefficient : coefficient);
  const half = (n) => new Ratio(n, 2n).times(Ratio.power(exponent));
  return negative ? span(half(-high), half(-low), highOpen, lowOpen) : span(half(low), half(high), lowOpen, highOpen);
}

// The smallest interval that holds both.
export function hull(one, other) {
  const lower = one.low.compare(other.low);
  const higher = one.high.compare(other.high);
  return span(
    lower <= 0 ? one.low : other.low, higher >= 0 ? one.high : other.high,
    lower === 0 ? one.lowOpen && other.lowOpen : lower < 0 ? one.lowOpen : other.lowOpen,
    higher === 0 ? one.highOpen && other.highOpen : higher > 0 ? one.highOpen : other.highOpen,
  );
}

export const printedValue = (figure) => (figure.state === "number" ? valueOf(figure.coefficient, figure.magnitude - figure.decimals) : ZERO);
