const EXACT_BELOW = 10_000;
const words = new Intl.NumberFormat("en", {
  notation: "compact",
  compactDisplay: "long",
  maximumSignificantDigits: 3,
});
const UNITS = ["kB", "MB", "GB", "TB", "PB"];

/** A count as it is read aloud: small ones exactly, large ones as "1.2 million". */
export function inWords(count: number): string {
  return count < EXACT_BELOW ? count.toLocaleString("en") : words.format(count);
}

/** Bytes in the unit that suits them, a thousand of one in the next: "58.1 MB". */
export function inBytes(bytes: number): string {
  if (bytes < EXACT_BELOW) return `${bytes.toLocaleString("en")} bytes`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
  const amount = (bytes / 1000 ** power).toLocaleString("en", { maximumSignificantDigits: 3 });
  return `${amount} ${UNITS[power - 1]}`;
}
