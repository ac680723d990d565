// A second implementation of the conformance vectors, in plain JavaScript: node runner.mjs FOLDER
//
// It shares nothing with the library but the vectors. Prints a JSON object of counts and failures; exit status 1 if any.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { divided, indicatorAnswer, rateAnswer, together } from "./indicators.mjs";
import { periodAnswer } from "./periods.mjs";
import { intervalOf, readAmount, readFigure, readRate, valueOf } from "./printed.mjs";
import { ONE, Ratio, Refused, Undefined, digits, rounded } from "./rational.mjs";
import { hiddenWholes, judgeRelation } from "./relations.mjs";

const rate = (text) => {
  const { top, bottom } = readRate(text);
  if (bottom.sign === 0) throw new Undefined("zero_base");
  return top.over(bottom);
};

const OPERATIONS = {
  round: ({ value, places, rounding }) => ({ text: digits(rounded(Ratio.of(value), places, rounding), places) }),
  amount: ({ text, currency: stated }) => {
    const { value, currency } = readAmount(text, stated);
    return { amount: value.toDecimal(), currency };
  },
  figure: (given) => {
    const figure = readFigure(given);
    if (figure.state !== "number") return { ...figure, value: null };
    const value = valueOf(figure.coefficient, figure.magnitude - figure.decimals).toDecimal();
    return { ...figure, coefficient: String(figure.coefficient), value };
  },
  interval: (given) => {
    const { low, high, lowOpen, highOpen } = intervalOf(readFigure(given), given.rounding);
    return { low: low && low.toString(), low_open: lowOpen, high: high && high.toString(), high_open: highOpen };
  },
  relation: judgeRelation,
  hidden_whole: hiddenWholes,
  period: periodAnswer,
  indicator: indicatorAnswer,
  growth: ({ current, base }) => {
    const [now, then] = together([current, base]).values;
    return rateAnswer(divided(now.minus(then), then));
  },
  compression: ({ before, after }) => {
    const [old, cut] = together([before, after]).values;
    return rateAnswer(divided(old.minus(cut), old));
  },
  compound: ({ rates, of }) => {
    let left = ONE;
    for (const each of rates) {
      const kept = of === "cut" ? ONE.minus(rate(each)) : ONE.plus(rate(each));
      if (kept.sign < 0) throw new Refused("amount");
      left = left.times(kept);
    }
    return rateAnswer(of === "cut" ? ONE.minus(left) : left.minus(ONE));
  },
  points: ({ current, base }) => {
    const points = rate(current).minus(rate(base)).times(Ratio.of(100));
    const text = Object.fromEntries([0, 1, 2].map((places) => [places, digits(rounded(points, places, "half_up"), places)]));
    return { points: points.toString(), text };
  },
};

function answer({ operation, input }) {
  try {
    return OPERATIONS[operation](input);
  } catch (error) {
    if (error instanceof Refused) return { refused: error.code };
    if (error instanceof Undefined) return { undefined: error.reason };
    return { error: String(error) };
  }
}

const folder = process.argv[2];
const counts = {};
const failures = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "schema.json").sort()) {
  const { name, cases } = JSON.parse(readFileSync(join(folder, file), "utf-8"));
  counts[name] = cases.length;
  for (const each of cases) {
    const found = answer(each);
    if (!isDeepStrictEqual(found, each.expected)) failures.push({ file: name, id: each.id, expected: each.expected, answer: found });
  }
}
console.log(JSON.stringify({ counts, failures }));
process.exitCode = failures.length ? 1 : 0;
