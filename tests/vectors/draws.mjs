// The drawing algorithm zhengwu-draw-1 once more, written from its description: reads the vectors, prints what fails.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const pointwise = (a, b) => compare(Buffer.from(a, "utf8").toString("hex"), Buffer.from(b, "utf8").toString("hex"));

// RFC 8785 for texts, whole numbers, null, lists and objects with ASCII keys
const canonical = (value) =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(",")}]`
    : value !== null && typeof value === "object"
      ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`
      : JSON.stringify(value);

const snapshot = (plan, algorithm) => ({
  algorithm,
  draw_no: plan.draw_no,
  subject: plan.subject,
  project: plan.project,
  entries: [...plan.entries]
    .sort((a, b) => pointwise(a.code, b.code))
    .map((one) => [one.code, one.stratum, one.balls, one.recusal]),
  quotas: plan.quotas.map((one) => [one.stratum, one.count]).sort((a, b) => pointwise(String(a[0]), String(b[0]))),
  public_source: plan.public_source,
  public_at: plan.public_at,
  secret_hashes: plan.secret_hashes,
});

const drawn = ({ plan, public_value, secrets }, algorithm) => {
  const text = canonical(snapshot(plan, algorithm));
  const commitment = sha256(text);
  const seed = sha256(canonical({ commitment, public_value, secrets }));
  const tickets = plan.entries
    .filter((one) => one.recusal === null)
    .map((one) => {
      const balls = Array.from({ length: one.balls }, (_, n) => [sha256(`${seed}:${n + 1}:${one.code}`), n + 1]);
      return { code: one.code, stratum: one.stratum, best: balls.sort((a, b) => compare(a[0], b[0]))[0] };
    })
    .sort((a, b) => compare(a.best[0], b.best[0]));
  const selected = plan.quotas.flatMap(({ stratum, count }) =>
    tickets.filter((one) => stratum === null || one.stratum === stratum).slice(0, count).map((one) => one.code),
  );
  return {
    snapshot: text,
    commitment,
    seed,
    tickets: Object.fromEntries(tickets.map((one) => [one.code, one.best])),
    order: tickets.map((one) => one.code),
    selected,
  };
};

const vectors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const failed = vectors.cases.filter(
  (one) => canonical(drawn(one, vectors.algorithm)) !== canonical(one.expected),
);
console.log(JSON.stringify({ cases: vectors.cases.length, failed: failed.map((one) => one.id) }));
