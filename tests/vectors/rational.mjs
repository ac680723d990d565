// Exact numbers: a ratio of two BigInts in lowest terms, and the five roundings of it.

export class Refused extends Error {
  constructor(code) { super(code); this.code = code; }
}

export class Undefined extends Error {
  constructor(reason) { super(reason); this.reason = reason; }
}

const abs = (n) => (n < 0n ? -n : n);

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

export class Ratio {
  constructor(top, bottom = 1n) {
    if (bottom === 0n) throw new RangeError("a ratio with a bottom of zero");
    const common = gcd(abs(top), abs(bottom)) * (bottom < 0n ? -1n : 1n) || 1n;
    this.top = top / common;
    this.bottom = bottom / common;
  }

  static of(value) {
    if (value instanceof Ratio) return value;
    if (typeof value === "bigint" || typeof value === "number") return new Ratio(BigInt(value));
    const [top, bottom] = value.split("/");
    return bottom === undefined ? Ratio.decimal(top) : Ratio.decimal(top).over(Ratio.decimal(bottom));
  }

  static decimal(text) {
    const [whole, part = ""] = text.split(".");
    return new Ratio(BigInt(whole.replace("-", "") + part) * (whole.startsWith("-") ? -1n : 1n), 10n ** BigInt(part.length));
  }

  static power(ten) {
    return ten >= 0 ? new Ratio(10n ** BigInt(ten)) : new Ratio(1n, 10n ** BigInt(-ten));
  }

  plus(other) { return new Ratio(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom); }
  minus(other) { return this.plus(other.negated()); }
  times(other) { return new Ratio(this.top * other.top, this.bottom * other.bottom); }
  over(other) { return new Ratio(this.top * other.bottom, this.bottom * other.top); }
  negated() { return new Ratio(-this.top, this.bottom); }
  get sign() { return this.top > 0n ? 1 : this.top < 0n ? -1 : 0; }
  compare(other) { return this.minus(other).sign; }
  toString() { return `${this.top}/${this.bottom}`; }

  // The exact decimal without zeros at its end. Only for bottoms of twos and fives.
  toDecimal() {
    let places = 0;
    while ((10n ** BigInt(places)) % this.bottom !== 0n) places += 1;
    return digits(this.top * (10n ** BigInt(places) / this.bottom), places);
  }
}

export const ZERO = new Ratio(0n);
export const ONE = new Ratio(1n);

// How much is added to the part of the size that lies below the last kept digit: 0 or 1.
const CARRIES = {
  half_up: (twice, unit) => twice >= unit,
  half_down: (twice, unit) => twice > unit,
  half_even: (twice, unit, kept) => twice > unit || (twice === unit && kept % 2n === 1n),
  trunc: () => false,
  up: (twice) => twice > 0n,
};

// The whole number of units of the last kept place.
export function rounded(value, places, rounding) {
  const scaled = value.times(Ratio.power(places));
  const size = abs(scaled.top);
  const kept = size / scaled.bottom;
  const result = kept + (CARRIES[rounding](2n * (size % scaled.bottom), scaled.bottom, kept) ? 1n : 0n);
  return scaled.top < 0n ? -result : result;
}

// Digits on paper, with `places` decimals and no negative zero; fewer than none are zeros before the point.
export function digits(number, places) {
  if (places <= 0) return String(number * 10n ** BigInt(-places));
  const text = String(abs(number)).padStart(places + 1, "0");
  return `${number < 0n ? "-" : ""}${text.slice(0, -places)}.${text.slice(-places)}`;
}

export const percent = (value, places, rounding) => `${digits(rounded(value, places + 2, rounding), places)}%`;
