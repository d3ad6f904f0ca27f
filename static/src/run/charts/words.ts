import { count, metricText } from "../live/sentences";
import type { Told } from "./axis";

/** What lies beyond the edges of an axis: "▲ 23", "▲ 3 ▼ 1". */
export function beyondWords({ above, below }: Told): string {
  return [above > 0 && `▲ ${count(above)}`, below > 0 && `▼ ${count(below)}`].filter(Boolean).join(" ");
}

/** What can't be shown on any axis of this kind, or nothing. */
export function unshownWords({ unplaced, notNumbers }: Told): string {
  return [
    unplaced > 0 && `${count(unplaced)} not above 0`,
    notNumbers > 0 && `${count(notNumbers)} not a number`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** All that an axis leaves out, in sentences: "23 points lie above this axis, up to 150 800." */
export function beyondSentences(told: Told, isShare: boolean): string {
  const { above, highest, below, lowest, unplaced, notNumbers } = told;
  const points = (number: number, one: string, many: string) =>
    number === 1 ? `1 point ${one}` : `${count(number)} points ${many}`;
  return [
    highest !== null &&
      `${points(above, "lies", "lie")} above this axis, up to ${metricText(highest, isShare)}.`,
    lowest !== null && `${points(below, "lies", "lie")} below it, down to ${metricText(lowest, isShare)}.`,
    unplaced > 0 &&
      `${points(unplaced, "is", "are")} not above zero: a logarithmic axis has no place for that.`,
    notNumbers > 0 && `${points(notNumbers, "is", "are")} not a number.`,
  ]
    .filter(Boolean)
    .join(" ");
}
