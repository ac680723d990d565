// Periods: the wordings of sources, cut at the words that join two names, each name read by itself.

import { Refused } from "./rational.mjs";

const DAY = 86400000;
const at = (year, month, day) => Date.UTC(year, month - 1, day);
const partsOf = (day) => { const date = new Date(day); return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }; };
const lengthOf = (year, month) => partsOf(at(year, month + 1, 0)).day;
const iso = (day) => new Date(day).toISOString().slice(0, 10);
const two = (number) => String(number).padStart(2, "0");
const check = (holds, code = "period") => { if (!holds) throw new Refused(code); };
const checkYear = (year) => check(year >= 1949 && year <= 2199);

// -------------------------------------------------------------------------------------------------------------- days

function isoWeek(day) { // the Thursday of a week lies in its year
  const thursday = day + (4 - (new Date(day).getUTCDay() || 7)) * DAY;
  const { year } = partsOf(thursday);
  return { year, week: Math.floor((thursday - at(year, 1, 1)) / (7 * DAY)) + 1 };
}

const unitSpan = (kind, months) => (year, number) => {
  check(number >= 1 && number <= 12 / months);
  checkYear(year);
  const last = number * months;
  return { kind, start: at(year, last - months + 1, 1), end: at(year, last, lengthOf(year, last)) };
};
const UNITS = { month: unitSpan("month", 1), quarter: unitSpan("quarter", 3), half: unitSpan("half", 6), year: (year) => unitSpan("year", 12)(year, 1) };

function weekSpan(year, number) {
  checkYear(year);
  const first = at(year, 1, 4) - ((new Date(at(year, 1, 4)).getUTCDay() || 7) - 1) * DAY;
  const start = first + (number - 1) * 7 * DAY;
  check(number >= 1 && isoWeek(start).year === year);
  return { kind: "week", start, end: start + 6 * DAY };
}

function daySpan(year, month, day) {
  checkYear(year);
  check(month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month));
  return { kind: "day", start: at(year, month, day), end: at(year, month, day) };
}

const isJanuaryFirst = (day) => partsOf(day).month === 1 && partsOf(day).day === 1;
const isMonthEnd = (day) => partsOf(day + DAY).day === 1;
const isWhole = ({ start, end }) => partsOf(start).day === 1 && isMonthEnd(end);
const isCumulative = ({ kind, start, end }) => ["months", "days"].includes(kind) && isJanuaryFirst(start) && partsOf(start).year === partsOf(end).year;

function exactUnit(start, end) {
  const { year, month, day } = partsOf(start);
  if (day !== 1) return null;
  for (const [unit, length] of [["month", 1], ["quarter", 3], ["half", 6], ["year", 12]]) {
    if ((month - 1) % length === 0) {
      const found = UNITS[unit](year, (month - 1) / length + 1);
      if (found.end === end) return found;
    }
  }
  return null;
}

function monthsSpan(start, end) { // from January on it is cumulative, else one exact unit is that unit
  checkYear(partsOf(start).year); checkYear(partsOf(end).year); check(start <= end);
  const span = { kind: "months", start, end };
  return isCumulative(span) ? span : exactUnit(start, end) ?? span;
}

function daysSpan(start, end) {
  check(start <= end);
  const span = { kind: "days", start, end };
  if (start === end && !isCumulative(span)) return { ...span, kind: "day" };
  return exactUnit(start, end) ?? span;
}

function yearToDate(end) {
  checkYear(partsOf(end).year);
  return { kind: isMonthEnd(end) ? "months" : "days", start: at(partsOf(end).year, 1, 1), end };
}

const between = (first, last) => (["day", "week"].some((kind) => [first.kind, last.kind].includes(kind)) ? daysSpan : monthsSpan)(first.start, last.end);

function canonical({ kind, start, end }) {
  const { year, month } = partsOf(start);
  const monthText = (day) => iso(day).slice(0, 7);
  return {
    day: () => iso(start), week: () => `${isoWeek(start).year}-W${two(isoWeek(start).week)}`, month: () => monthText(start), quarter: () => `${year}-Q${(month + 2) / 3}`,
    half: () => `${year}-H${(month + 5) / 6}`, year: () => String(year), months: () => `${monthText(start)}..${monthText(end)}`, days: () => `${iso(start)}..${iso(end)}`,
  }[kind]();
}

// --------------------------------------------------------------------------------------------------------- neighbours

function monthsBefore(span, count) {
  const moved = (day) => { const { year, month } = partsOf(day); const all = year * 12 + month - 1 - count; return [Math.floor(all / 12), (all % 12) + 1]; };
  const [firstYear, firstMonth] = moved(span.start);
  const [lastYear, lastMonth] = moved(span.end);
  checkYear(firstYear);
  const [start, end] = [at(firstYear, firstMonth, 1), at(lastYear, lastMonth, lengthOf(lastYear, lastMonth))];
  return span.kind === "months" ? monthsSpan(start, end) : { kind: span.kind, start, end };
}

function lastYear(span) {
  if (span.kind === "week") { const { year, week } = isoWeek(span.start); return weekSpan(year - 1, week); }
  if (isWhole(span)) return monthsBefore(span, 12);
  const back = (day) => { const { year, month, day: number } = partsOf(day); checkYear(year - 1); return at(year - 1, month, Math.min(number, lengthOf(year - 1, month))); };
  const [start, end] = [back(span.start), back(span.end)];
  if (span.kind !== "days") return { kind: span.kind, start, end };
  return isCumulative(span) ? yearToDate(end) : daysSpan(start, end);
}

function previous(span) {
  if (span.kind === "day") { const { year, month, day } = partsOf(span.start - DAY); return daySpan(year, month, day); }
  if (span.kind === "week") { const { year, week } = isoWeek(span.start - 7 * DAY); return weekSpan(year, week); }
  const length = { month: 1, quarter: 3, half: 6, year: 12 }[span.kind];
  check(length !== undefined);
  return monthsBefore(span, length);
}

// -------------------------------------------------------------------------------------------------------------- names

const CN = "〇○◯零一二两三四五六七八九十";
const VALUES = { "〇": 0, "○": 0, "◯": 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const N = `[0-9]{1,2}|[${CN}]{1,3}`;
const AGO = { 今年: 0, 本年: 0, 当年: 0, 去年: 1, 上年: 1, 前年: 2 };

function numeral(text) {
  if (/^[0-9]+$/.test(text)) return Number(text);
  const tens = /^([^十]?)十([^十]?)$/.exec(text);
  if (tens) return (tens[1] ? VALUES[tens[1]] : 1) * 10 + (tens[2] ? VALUES[tens[2]] : 0);
  return text.includes("十") ? 0 : Number([...text].map((sign) => VALUES[sign]).join(""));
}

const matched = (pattern, text) => new RegExp(`^(?:${pattern})$`).exec(text);

// A year in front of a text: { year } as named, { ago } as counted from the document's, and the rest.
function takeYear(text) {
  const named = new RegExp(`^([0-9]{4}|[${CN}]{4})年度?的?`).exec(text) ?? /^([0-9]{4})(?=第.{1,3}季|[上下]半年|[一二三四]季)/.exec(text);
  if (named) return { year: numeral(named[1]), rest: text.slice(named[0].length) };
  const word = /^(今年|本年|当年|去年|上年|前年)度?的?/.exec(text);
  return word ? { ago: AGO[word[1]], rest: text.slice(word[0].length) } : { rest: text };
}

// One name: a function from a year to a span, with the year it names itself, if it does.
function readName(text) {
  let m;
  if ((m = /^([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})$/.exec(text))) { const [, year, , month, day] = m; return { year: +year, build: (y) => daySpan(y, +month, +day) }; }
  if ((m = /^([0-9]{4})-([0-9]{2})$/.exec(text))) { const number = +m[2]; return { year: +m[1], build: (y) => UNITS.month(y, number) }; }
  if ((m = /^([0-9]{4})-?([QqHhWw])([0-9]{1,2})$/.exec(text)) && (/w/i.test(m[2]) || m[3].length === 1)) {
    const [build, number] = [{ q: UNITS.quarter, h: UNITS.half, w: weekSpan }[m[2].toLowerCase()], +m[3]];
    return { year: +m[1], build: (y) => build(y, number) };
  }
  if ((m = /^([本上])个?(月份?|季度|周|星期)$/.exec(text))) { const [, word, unit] = m; return { seen: (today) => relative(word === "上" ? 1 : 0, unit, today) }; }
  const { year, ago, rest } = takeYear(text);
  const name = (build) => ({ year, ago, build });
  if (rest === "") return year === undefined && ago === undefined ? null : name((y) => UNITS.year(y));
  if (rest === "全年") return { ...name((y) => UNITS.year(y)), whole: text === "全年" };
  if ((m = /^([上下])半年$/.exec(rest))) { const number = m[1] === "上" ? 1 : 2; return name((y) => UNITS.half(y, number)); }
  if ((m = matched(`第?(${N})季度?`, rest))) { const number = numeral(m[1]); return name((y) => UNITS.quarter(y, number)); }
  if ((m = matched(`第(${N})(?:周|个?星期)`, rest))) { const number = numeral(m[1]); return { ...name((y) => weekSpan(y, number)), week: true }; }
  if ((m = matched(`(${N})月份?`, rest))) { const number = numeral(m[1]); return name((y) => UNITS.month(y, number)); }
  if ((m = matched(`(${N})月(${N})[日号]`, rest))) { const [month, day] = [numeral(m[1]), numeral(m[2])]; return name((y) => daySpan(y, month, day)); }
  return null;
}

function relative(back, unit, today) {
  const { year, month } = partsOf(today);
  if (unit.startsWith("月")) { const all = year * 12 + month - 1 - back; return UNITS.month(Math.floor(all / 12), (all % 12) + 1); }
  if (unit === "季度") { const all = year * 4 + Math.floor((month - 1) / 3) - back; return UNITS.quarter(Math.floor(all / 4), (all % 4) + 1); }
  const found = isoWeek(today - back * 7 * DAY);
  return weekSpan(found.year, found.week);
}

// ----------------------------------------------------------------------------------------------------------- wordings

class Document {
  constructor({ as_of: day, year }) {
    this.today = day === undefined ? null : Date.parse(day);
    this.given = year ?? null;
  }

  yearFor(name) {
    if (this.given !== null) return this.given;
    check(this.today !== null, "year");
    return name?.week ? isoWeek(this.today).year : partsOf(this.today).year;
  }

  own(name) {
    if (name?.seen) { check(this.today !== null, "year"); return partsOf(this.today).year; }
    if (name?.year !== undefined) { checkYear(name.year); return name.year; }
    return name?.ago === undefined ? null : this.yearFor(null) - name.ago;
  }

  span(name, year) {
    if (name.seen) { check(this.today !== null, "year"); return name.seen(this.today); }
    return name.build(this.own(name) ?? year);
  }

  // A span whose year one of the names tells, else the document: then it must have begun by the document's date.
  dated(names, build, whole = false) {
    for (const name of names) { const year = this.own(name); if (year !== null) return build(year); }
    const span = build(this.yearFor(names.find((name) => name?.week)));
    if (this.given === null && this.today !== null) {
      const { year, month } = partsOf(span.end);
      const first = isCumulative(span) ? at(year, month, 1) : span.start;
      check(whole ? partsOf(this.today).month > 3 : first <= this.today, "year");
    }
    return span;
  }

  // The day that a text counts up to.
  counted() {
    check(this.today !== null, "year");
    check(this.given === null || this.given === partsOf(this.today).year);
    return this.today;
  }
}

const DASHES = /[-‐‑‒–—―−﹘﹣－─━~～〜∼˜﹏ー]/g;
const TO = "(?:-{1,2}|至|到|\\.\\.)";
const BY = "截(?:至到?|止到?至?)";
const TAILS = ["", "底", "末", "年底", "年末", "止", "为止"];
const NEW_YEAR = "(?:今年|本年)?年初";

// A line break behind a digit parts two numbers (as NUL, which no wording has); other blanks between words mean nothing.
const plain = (text) => text.replace(/(?<=[0-9０-９])\s*\n\s*(?=\S)/gu, "\0").replace(DASHES, "-").normalize("NFKC").replace(/[\u200b-\u200d\u2060\ufeff]/g, "")
  .replace(/(?<![\x21-\x7e])\s+|\s+(?![\x21-\x7e])/gu, "").replace(/(?<=[^0-9A-Za-z])\s+|\s+(?=[^0-9A-Za-z])/gu, "").replace(/^[()[\]:,。 ]+|[()[\]:,。 ]+$/g, "");

// A name at the end of a wording, which may close with 底 or 为止.
function readEnd(text) {
  for (const tail of TAILS) {
    const name = text.endsWith(tail) && readName(text.slice(0, text.length - tail.length));
    if (name) return name;
  }
  return null;
}

const FORMS = [until, since, joined, days, units, years, first, single];

function until(text, document) {
  const m = matched(`(.*?)(?:(?:自?${NEW_YEAR})?${BY}|自?${NEW_YEAR}${TO})(.+)`, text);
  if (!m) return null;
  const prefix = takeYear(m[1]);
  if (prefix.rest !== "" || (m[1] !== "" && prefix.year === undefined && prefix.ago === undefined)) return null;
  const before = m[1] === "" ? null : prefix;
  if (/^(目前|当前|现在|今日?|发稿)$/.test(m[2])) return yearToDate(document.counted());
  if (/^年[底末]$/.test(m[2])) return document.dated([before], (year) => yearToDate(at(year, 12, 31)));
  const name = readEnd(m[2]);
  return name && document.dated([before, name], (year) => yearToDate(document.span(name, year).end));
}

function since(text, document) {
  if (/^(今年|本年)累计$/.test(text)) return yearToDate(document.counted());
  const m = /^[自从]?(.+?)(?:以来|[至到](?:今|目前|现在))$/.exec(text);
  if (!m) return null;
  const isNewYear = matched(NEW_YEAR, m[1]);
  const name = isNewYear ? null : readName(m[1]);
  if (!isNewYear && !name) return null;
  const today = document.counted();
  if (isNewYear) return yearToDate(today);
  const { start } = document.dated([name], (year) => document.span(name, year));
  return start === at(partsOf(today).year, 1, 1) ? yearToDate(today) : daysSpan(start, today);
}

function joined(text, document) {
  const body = text.replace(/^[自从]/, "");
  const joiner = new RegExp(`^(?:(?:起|开始|以来)[^。!?;]{0,80}?(?:${BY}|${TO})|${TO}(?:${BY})?)$`);
  for (let cut = 1; cut < body.length; cut += 1) {
    const name = readName(body.slice(0, cut));
    for (let next = cut + 1; name && next < body.length; next += 1) {
      const last = joiner.test(body.slice(cut, next)) && readEnd(body.slice(next));
      if (last) {
        return document.dated([name, last], (year) => {
          const start = document.span(name, year);
          return between(start, document.span(last, partsOf(start.start).year));
        });
      }
    }
  }
  return null;
}

function days(text, document) {
  const { rest, ...year } = takeYear(text.replace(/^[自从]/, ""));
  const m = matched(`(${N})月(${N})[日号]?${TO}(${N})[日号]`, rest);
  const [month, low, high] = m?.slice(1).map(numeral) ?? [];
  return m && document.dated([year], (y) => daysSpan(daySpan(y, month, low).start, daySpan(y, month, high).start));
}

function units(text, document) {
  const { rest, ...year } = takeYear(text);
  const m = matched(`第?(${N})(?:(?:季度?|月份?)?${TO}|(、))第?(${N})(?:(季度)|月份?)`, rest);
  if (!m) return null;
  const [low, high] = [numeral(m[1]), numeral(m[3])];
  check(!m[2] || (high === low + 1 && document.own(year) !== null));
  const unit = m[4] ? UNITS.quarter : UNITS.month;
  return document.dated([year], (y) => monthsSpan(unit(y, low).start, unit(y, high).end));
}

function years(text) {
  const m = matched(`([0-9]{4})年?${TO}([0-9]{4})年`, text);
  return m && monthsSpan(UNITS.year(+m[1]).start, UNITS.year(+m[2]).end);
}

function first(text, document) {
  const { rest, ...year } = takeYear(text);
  const m = matched(`[前头](${N})(?:(个?季度)|个?月份?)`, rest);
  if (!m) return null;
  const last = numeral(m[1]);
  check(last >= 2); // 前一季度 is the quarter before
  return document.dated([year], (y) => yearToDate((m[2] ? UNITS.quarter : UNITS.month)(y, last).end));
}

function single(text, document) {
  const name = readName(text);
  return name && document.dated([name], (year) => document.span(name, year), name.whole);
}

function fromCanonical(text) {
  const names = text.split("..");
  const read = names.map((each) => (/^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-?[QqHh][0-9]|-?[Ww][0-9]{1,2})?$/.test(each) ? readName(/^[0-9]{4}$/.test(each) ? `${each}年` : each) : null));
  if (names.length > 2 || read.includes(null)) return null;
  const spans = read.map((name) => name.build(name.year));
  return spans.length === 1 ? spans[0] : between(...spans);
}

function readPeriod({ text: source, ...context }) {
  const exact = fromCanonical(source);
  if (exact) return exact;
  const text = plain(source);
  const document = new Document(context);
  const slashed = /^([0-9]{4})[./]([0-9]{1,2})$/.exec(text);
  if (slashed) return UNITS.month(+slashed[1], +slashed[2]);
  const total = text.replace(/累计$/, "");
  for (const form of FORMS) {
    const span = form(text, document);
    if (span) return span;
    const counted = total === text ? null : form(total, document);
    if (counted) {
      check(isCumulative(counted) || counted.kind === "month" || isJanuaryFirst(counted.start));
      return yearToDate(counted.end);
    }
  }
  throw new Refused("period");
}

export function periodAnswer(given) {
  const span = readPeriod(given);
  const neighbour = (find) => {
    try { return canonical(find(span)); } catch (error) { if (error instanceof Refused) return null; throw error; }
  };
  return {
    canonical: canonical(span), start: iso(span.start), end: iso(span.end), is_cumulative: isCumulative(span),
    last_year: neighbour(lastYear), previous: neighbour(previous),
  };
}
