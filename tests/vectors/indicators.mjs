// The indicators, written down from their definitions in the standards and reports, not from the vectors: for every
// variant what is divided by what, or what is added.

import { readQuantity } from "./printed.mjs";
import { Ratio, Refused, Undefined, percent } from "./rational.mjs";

const PLACES = [0, 1, 2];

// "a - b : c" is (a − b) ÷ c; without a colon it is a sum.
export const FORMULAS = {
  savings: { budget: "budget - deal", ceiling: "ceiling - deal", estimate: "estimate - deal" },
  savings_rate: {
    budget: "budget - deal : budget", ceiling: "ceiling - deal : ceiling", estimate: "estimate - deal : estimate",
    deal_plus_savings: "savings : deal + savings", deal: "budget - deal : deal",
  },
  premium: { start: "deal - start_price" },
  premium_rate: { start: "deal - start_price : start_price", deal_minus_premium: "premium : deal - premium" },
  income_and_savings: { both: "premium + savings" },
  discount_rate: { without_provisional: "ceiling - deal : ceiling - provisional", plain: "ceiling - deal : ceiling" },
  price_ratio: { ceiling: "deal : ceiling" },
  overrun_rate: { contract: "settled_amount - contract_amount : contract_amount" },
  reviewed_cut: { submitted: "reviewed_submitted - reviewed_approved" },
  review_cut_rate: { submitted: "reviewed_cut : reviewed_submitted" },
  failure_rate: { attempts: "failed_tenders : tender_attempts" },
  sell_through_rate: { listed: "sold_lots : listed_lots" },
  entry_rate: { catalogue: "entered_projects : catalogue_projects" },
  electronic_rate: { projects: "electronic_projects : project_count" },
  complaint_rate: { projects: "complaints : project_count" },
  complaint_upheld_rate: { decided: "complaints_upheld : complaints_decided" },
  open_share: { deal: "open_deal : deal" },
  sme_share: { deal: "sme_deal : deal" },
  refund_on_time_rate: { due: "refunds_on_time : refunds_due" },
  share: { whole: "part : whole" },
  compression_rate: { before: "before - after : before" },
  completion_rate: { accepted: "completed : accepted", dispatched: "completed : dispatched", due: "completed : due",
    with_direct: "direct + completed : direct + dispatched" },
  on_time_rate: { completed: "on_time : completed", due: "on_time : due", dispatched: "on_time : dispatched", accepted: "on_time : accepted" },
  satisfaction_rate: {
    evaluated: "satisfied : evaluated", three_levels: "very_satisfied + satisfied + basically_satisfied : evaluated",
    two_levels: "very_satisfied + satisfied : evaluated", completed: "satisfied : completed", reached: "satisfied : reached",
  },
  dissatisfaction_rate: {
    evaluated: "dissatisfied : evaluated", two_levels: "dissatisfied + very_dissatisfied : evaluated",
    on_time: "dissatisfied : on_time", reached: "dissatisfied : reached",
  },
  evaluation_rate: { completed: "evaluated : completed", case_count: "evaluated : case_count" },
  completed: { timeliness: "on_time + overdue", outcome: "solved + unsolved" },
  dispatched: { progress: "completed + unfinished", timeliness: "on_time + overdue + unfinished" },
  accepted: { disposition: "direct + dispatched", with_invalid: "direct + dispatched + invalid", progress: "completed + unfinished" },
  evaluated: {
    two_levels: "satisfied + dissatisfied", three_levels: "satisfied + basically_satisfied + dissatisfied",
    five_levels: "very_satisfied + satisfied + basically_satisfied + dissatisfied + very_dissatisfied",
  },
  instant_share: { case_count: "instant : case_count", completed: "instant : completed" },
  case_count: { case_types: "instant + promised", with_forwarded: "instant + promised + forwarded_up" },
  early_rate: { promised: "early : promised" },
  promised_speedup_rate: { statutory: "statutory_days - promised_days : statutory_days" },
  actual_speedup_rate: { statutory: "statutory_days - actual_days : statutory_days", promised: "promised_days - actual_days : promised_days" },
  online_items_rate: { items: "online_items : items" },
  online_cases_rate: { case_count: "online_cases : case_count" },
  no_meeting_share: { items: "no_meeting_items : items" },
  rectification_rate: { dissatisfied: "rectified : dissatisfied" },
  registration_rate: { downloads: "registered : downloads" },
  verified_rate: { registered: "verified : registered" },
  filing_rate: { submitted: "proposals_filed : proposals_submitted" },
  connection_rate: { calls: "answered : calls", agent_calls: "answered : agent_calls", without_hangups: "answered : calls - early_hangups" },
  quick_connection_rate: { answered: "answered_quickly : answered", calls: "answered_quickly : calls" },
  half_minute_connection_rate: { answered: "answered_in_half_a_minute : answered", calls: "answered_in_half_a_minute : calls" },
  direct_rate: { accepted: "direct : accepted", with_invalid: "direct : accepted + invalid", enquiries: "direct_enquiries : enquiries" },
  dispatch_rate: { accepted: "dispatched : accepted" },
  sign_rate: { dispatched: "signed_on_time : dispatched" },
  return_rate: { dispatched: "returned : dispatched" },
  rework_rate: { completed: "reworked : completed", accepted: "reworked : accepted" },
  overdue_rate: { dispatched: "overdue : dispatched", accepted: "overdue : accepted", completed: "overdue : completed" },
  solved_rate: { completed: "solved : completed", reached: "solved : reached" },
  response_rate: { dispatched: "responded : dispatched" },
  follow_up_rate: { followed_up: "reached : followed_up" },
};

export function rateAnswer(value) {
  const texts = (rounding) => Object.fromEntries(PLACES.map((places) => [places, percent(value, places, rounding)]));
  return { rate: value.toString(), percent: { half_up: texts("half_up"), trunc: texts("trunc") } };
}

// Several quantities of one kind: their values, and the currency they share (null for plain numbers).
export function together(texts) {
  const read = texts.map(readQuantity);
  if (new Set(read.map(({ currency }) => currency)).size > 1) throw new Refused("unit");
  return { values: read.map(({ value }) => value), currency: read[0]?.currency ?? null };
}

export function divided(top, base) {
  if (base.sign === 0) throw new Undefined("zero_base");
  if (base.sign < 0) throw new Undefined("not_applicable");
  return top.over(base);
}

export function indicatorAnswer({ indicator, variant, quantities }) {
  const formula = FORMULAS[indicator]?.[variant];
  if (formula === undefined) throw new Error(`no formula for ${indicator}.${variant}`);
  const { values, currency } = together(Object.values(quantities));
  const known = new Map(Object.keys(quantities).map((name, i) => [name, values[i]]));
  if (!known.has("savings") && known.has("budget") && known.has("deal")) known.set("savings", known.get("budget").minus(known.get("deal")));
  const combined = (side) => {
    let total = Ratio.of(0);
    for (const [, sign, name] of side.matchAll(/([+-]?)\s*(\w+)/g)) {
      if (!known.has(name)) throw new Undefined("missing");
      total = sign === "-" ? total.minus(known.get(name)) : total.plus(known.get(name));
    }
    return total;
  };
  const [top, base] = formula.split(" : ").map(combined);
  if (base !== undefined) return rateAnswer(divided(top, base));
  return currency === null ? { number: top.toString() } : { amount: top.toDecimal(), currency };
}
