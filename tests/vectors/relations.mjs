// Whether printed figures can hang together: every relation as linear inequalities over the hidden values, decided by
// eliminating one value after the other (Fourier, Motzkin).

import { hull, intervalOf, printedValue, readFigure } from "./printed.mjs";
import { ONE, Ratio, Refused, ZERO, digits, rounded } from "./rational.mjs";

const MODES = ["half_up", "trunc", "half_even", "half_down", "up"];

const terms = (data) => new Map(Object.entries(data).map(([name, factor]) => [name, Ratio.of(factor)]));
const scaled = (side, factor) => new Map([...side].map(([name, value]) => [name, value.times(factor)]));

function sum(...sides) {
  const total = new Map();
  for (const side of sides) for (const [name, value] of side) total.set(name, (total.get(name) ?? ZERO).plus(value));
  return total;
}

// An inequality: side + constant ≥ 0, or > 0 where strict.
const inequality = (side, constant = ZERO, strict = false) => ({ side, constant, strict });
const equality = (side) => [inequality(side), inequality(scaled(side, ONE.negated()))];

function within(name, interval) {
  const found = [];
  const one = new Map([[name, ONE]]);
  if (interval.low !== null) found.push(inequality(one, interval.low.negated(), interval.lowOpen));
  if (interval.high !== null) found.push(inequality(scaled(one, ONE.negated()), interval.high, interval.highOpen));
  return found;
}

function isPossible(system) {
  const names = new Set(system.flatMap(({ side }) => [...side.keys()]));
  let rest = system;
  for (const name of names) {
    const factor = (row) => (row.side.get(name) ?? ZERO).sign;
    const kept = rest.filter((row) => factor(row) === 0);
    for (const low of rest.filter((row) => factor(row) > 0)) {
      for (const high of rest.filter((row) => factor(row) < 0)) {
        const a = high.side.get(name).negated();
        const b = low.side.get(name);
        const side = sum(scaled(low.side, a), scaled(high.side, b));
        side.delete(name);
        kept.push(inequality(side, low.constant.times(a).plus(high.constant.times(b)), low.strict || high.strict));
      }
    }
    const seen = new Set();
    rest = kept.filter((row) => {
      const key = [...row.side].filter(([, value]) => value.sign).map(([each, value]) => `${each}:${value}`).sort().join(" ") + `|${row.constant}|${row.strict}`;
      return !seen.has(key) && seen.add(key);
    });
  }
  return rest.every(({ constant, strict }) => constant.sign > 0 || (constant.sign === 0 && !strict));
}

function ratioRows(top, base, target) {
  const rows = [];
  if (target.low !== null) rows.push(inequality(sum(top, scaled(base, target.low.negated())), ZERO, target.lowOpen));
  if (target.high !== null) rows.push(inequality(sum(scaled(base, target.high), scaled(top, ONE.negated())), ZERO, target.highOpen));
  return rows;
}

const same = (one, other) => one.size === other.size && [...one].every(([name, value]) => other.get(name)?.compare(value) === 0);

export function judgeRelation({ figures: texts, target, form, given = [] }) {
  const figures = new Map(Object.entries(texts).map(([name, text]) => [name, readFigure(text)]));
  const printed = (side) => [...side].reduce((total, [name, factor]) => total.plus(factor.times(printedValue(figures.get(name)))), ZERO);
  const linear = form.kind === "linear";
  const top = terms(linear ? form.terms : form.numerator);
  const base = linear ? null : terms(form.denominator);
  if (base && printed(base).sign <= 0) return { verdict: "unverifiable", explained_by: [], recomputed: null };

  const identities = given.map((each) => ({ result: each.result, side: terms(each.terms) }));
  const explained = MODES.filter((mode) => {
    // Truncation in its charitable reading: the result was cut off, the figures it was made of cut off or rounded.
    const isCut = mode === "trunc";
    const box = (name) => {
      const figure = figures.get(name);
      const own = intervalOf(figure, mode);
      return isCut && figure.qualifier === null && !figure.counted ? hull(own, intervalOf(figure, "half_up")) : own;
    };
    const goal = intervalOf(figures.get(target), mode);
    const boxes = (names) => [...new Set(names)].flatMap((name) => within(name, box(name)));
    if (linear) return isPossible([...equality(sum(top, new Map([[target, ONE.negated()]]))), ...boxes(top.keys()), ...within(target, goal)]);
    const alone = (n, d) => isPossible([...boxes([...n.keys(), ...d.keys()]), ...ratioRows(n, d, goal)]);
    if (identities.length === 0) return alone(top, base);
    const names = [...top.keys(), ...base.keys(), ...identities.flatMap(({ result, side }) => [result, ...side.keys()])];
    const hidden = [...boxes(names), ...identities.flatMap(({ result, side }) => equality(sum(side, new Map([[result, ONE.negated()]]))))];
    if (isPossible(hidden)) return isPossible([...hidden, ...ratioRows(top, base, goal)]);
    // The identities fail by themselves, which is their own relation's matter: either side of them may carry the ratio.
    const replaced = (side) => { const found = identities.find((each) => same(each.side, side)); return found ? new Map([[found.result, ONE]]) : side; };
    return alone(top, base) || alone(replaced(top), replaced(base));
  });
  const style = figures.get(target);
  const value = base ? printed(top).over(printed(base)) : printed(top);
  const mark = /[%‰]/.exec(texts[target].text.normalize("NFKC"))?.[0] ?? "";
  return {
    verdict: explained.includes("half_up") ? "consistent" : explained.includes("trunc") ? "truncated" : "inconsistent",
    explained_by: explained,
    recomputed: digits(rounded(value, style.decimals - style.magnitude, "half_up"), style.decimals) + mark,
  };
}

// Every whole number tried, from one on: slow, and too simple to be wrong.
export function hiddenWholes({ part: partText, rate: rateText, rounding }) {
  const [part, rate] = [readFigure(partText), readFigure(rateText)];
  if (!part.counted || part.coefficient <= 0n || rate.coefficient <= 0n) throw new Refused("figure");
  const places = rate.decimals - rate.magnitude;
  const found = [];
  const most = (2n * part.coefficient * 10n ** BigInt(places)) / rate.coefficient + 2n;
  for (let whole = 1n; whole <= most; whole += 1n) {
    if (rounded(new Ratio(part.coefficient, whole), places, rounding) === rate.coefficient) found.push(String(whole));
  }
  return { count: String(found.length), first: found[0] ?? null, last: found.at(-1) ?? null };
}
