const PLAIN = new Intl.NumberFormat("en", { maximumSignificantDigits: 5, useGrouping: "min2" });

/** A number in five digits: written out, unless that were mostly zeros. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e9 || size < 1e-4) ? value.toPrecision(4) : PLAIN.format(value);
}
