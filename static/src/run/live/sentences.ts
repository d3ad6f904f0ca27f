import { agoWords, count } from "../../parts/words";
import type { Report } from "../../types/generated";
import { hasEnded, type Outlook, type Run, type RunFacts, type Status, type Test } from "./frames";

export { agoWords, count, secondsWords } from "../../parts/words";

const STATUS_WORDS: Record<Status, string> = {
  queued: "Waiting",
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Failed",
};

export function statusWord(status: Status): string {
  return STATUS_WORDS[status];
}

/** "2 runs before yours. It starts in about 4 s.", for a place in the queue counted from 1. */
export function placeSentence({ place, starts_in_s }: Outlook): string {
  const before = place - 1;
  const starts = starts_in_s < 1 ? "" : ` It starts in ${durationWords(starts_in_s)}.`;
  if (before < 1) return `Yours is next.${starts}`;
  return `${before === 1 ? "1 run" : `${count(before)} runs`} before yours.${starts}`;
}

/** "39 other runs take turns with it", or nothing. */
export function sharingWords({ sharing }: Outlook): string {
  if (sharing < 1.5) return "";
  const others = Math.round(sharing) - 1;
  return `takes turns with ${others === 1 ? "1 other run" : `${count(others)} others`}`;
}

/** Why the run is in its state, to follow the state's word; nothing when it would only repeat that word. */
export function statusSentence({ status, reason }: RunFacts, outlook: Outlook): string {
  if (outlook.trouble && !hasEnded(status))
    return outlook.trouble === "full"
      ? "Not stored yet: the server has no room left. It goes on when there is."
      : "Not stored yet: the database is away. It goes on when that is back.";
  if (status === "running" && !outlook.has_worker) return "The worker went away. It is being taken up again.";
  if (status === "queued" && outlook.place > 0) return placeSentence(outlook);
  return reason === `${statusWord(status)}.` ? "" : reason;
}

/** What keeps Train from being pressed, or null. `isCut`: nothing reaches the server. */
export function whyNotTrain(
  report: Report | null,
  isReadOnly: boolean,
  isPast = false,
  isCut = false,
): string | null {
  if (isReadOnly) return "You are watching. Make it yours to train it.";
  if (isCut) return "The server can't be reached. Train waits until it can.";
  if (isPast) return "An earlier run's drawing: restore it to train it.";
  if (report === null) return "The drawing is being checked.";
  if (report.is_trainable) return null;
  const obstacle = report.problems.find((problem) => problem.severity === "error");
  return obstacle?.message ?? "Something in the drawing is not finished.";
}

/** "about 40 s", "about 3 min", "about 2 h": as exact as an estimate deserves. */
export function durationWords(seconds: number): string {
  if (seconds < 1) return "under 1 s";
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3600)} h`;
}

/** Seconds until the last step at the rate of now, while others have their turns too; null when nothing moves. */
export function secondsToGo({ status, step, total_steps, rate }: RunFacts, sharing: number): number | null {
  return status === "running" && rate > 0 ? ((total_steps - step) / rate) * sharing : null;
}

/** "Epoch 3 of 20", counted from 1. */
export function epochWords({ epoch, epochs }: RunFacts): string {
  return epochs === 0 ? "" : `Epoch ${count(Math.max(1, epoch))} of ${count(epochs)}`;
}

/** "Stage 2 of 3: Fine-tune", or nothing for a training without stages. */
export function stageWords({ stages }: Pick<RunFacts, "stages">, many: number | undefined): string {
  const last = stages.at(-1);
  if (!last) return "";
  return `Stage ${last.number}${many ? ` of ${many}` : ""}${last.name && `: ${last.name}`}`;
}

/** "The test part was looked at once, with the weights of epoch 7." */
export function testWords({ look, of_epoch }: Test): string {
  const times = look === 1 ? "once" : look === 2 ? "twice" : `${count(look)} times`;
  return `The test part was looked at ${times}, with the weights of epoch ${count(of_epoch)}.`;
}

/** "Best validation loss: 0.1 after epoch 3, weights kept.", or nothing; old runs chose on the test part. */
export function bestWords(
  { best }: RunFacts,
  part: "validation" | "test",
  isShare: boolean,
  behind = "",
): string {
  if (!best) return "";
  const value = metricText(best.value, isShare, behind);
  return `Best ${part} ${best.monitor.replaceAll("_", " ")}: ${value} after epoch ${count(best.epoch)}, weights kept.`;
}

/** "Losses and metrics in bfloat16; weights in float32.", of a run that computes less exactly than others. */
export function precisionWords({ precision }: RunFacts): string {
  return `Losses and metrics in ${precision}; weights in float32.`;
}

/** A metric's value: a share as percent, anything else with four figures, and the word behind it, if any. */
export function metricText(value: number, isShare: boolean, behind = ""): string {
  if (!Number.isFinite(value)) return "not a number";
  if (isShare) return `${(value * 100).toFixed(1)} %`;
  const figure = behind && Number.isInteger(value) ? String(value) : value.toPrecision(4); // of things that are counted
  return `${figure}${behind === "°" ? "" : behind && " "}${behind}`;
}

/** What a run is called: the name that it was given, or its number. */
export function nameOf({ name, number, trial }: Pick<Run, "name" | "number" | "trial">): string {
  return name || (trial ? `Trial ${trial.number + 1} of a sweep` : `Run ${number}`);
}

/** One line for an earlier run: what it came to, and when. */
export function runTitle(run: Run, now: Date = new Date()): string {
  return `${statusWord(run.status)} · ${agoWords((now.getTime() - Date.parse(run.created_at)) / 1000)}`;
}

/** A shape as it is written: "12 × 1 × 3 × 3". */
export function shapeText(shape: number[]): string {
  return shape.join(" × ") || "one value";
}

/** A node's id as a heading: "test_accuracy" becomes "Test accuracy". */
export function headingOf(node: string): string {
  const words = node.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
