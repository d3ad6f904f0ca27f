/** "under 1 s", "12 s", "3 min": as exact as a time deserves that another machine took. */
export function secondsWords(seconds: number): string {
  if (seconds < 1) return "under 1 s";
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
