/** A share in whole per cent; what is almost nothing is told so. */
export const percentText = (share: number): string =>
  share > 0 && share < 0.005 ? "< 1 %" : `${Math.round(100 * share)} %`;

/** What a position is worth, in words, for whoever moves. */
export function worthText(worth: number): string {
  const told = `${worth < 0 ? "−" : worth > 0 ? "+" : ""}${Math.abs(worth).toFixed(2)}`;
  if (worth > 0.33) return `${told}: it thinks that who moves wins`;
  return worth < -0.33 ? `${told}: it thinks that who moves loses` : `${told}: it thinks that nobody wins`;
}
