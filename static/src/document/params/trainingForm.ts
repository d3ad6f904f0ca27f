import type { Param, Training } from "../../types/generated";
import { FREE } from "./free";

export type Counted = "epochs" | "batch_size" | "draws" | "decoded" | "seed" | "patience" | "min_delta";

type Setting = Pick<Param, "help" | "minimum" | "maximum"> & { name: Counted; kind?: "float" };

const BATCH = {
  name: "batch_size",
  minimum: 1,
  maximum: 65_536,
  help: "How many samples it learns from in one step.",
} satisfies Setting;

/** How long, and on how much at a time, a drawing is trained. */
export const SETTINGS: readonly Param[] = (
  [
    {
      name: "epochs",
      minimum: 1,
      maximum: 100_000,
      help: "How often the network sees all the training data.",
    },
    BATCH,
    {
      name: "seed",
      minimum: 0,
      maximum: 2 ** 31 - 1,
      help: "Where chance begins. The same seed gives the same run.",
    },
  ] satisfies Setting[]
).map(formOf);

/** How long an epoch is where sources draw all that is learned from. */
export const DRAWN: readonly Param[] = (
  [
    {
      name: "draws",
      minimum: 1,
      maximum: 1_000_000,
      help: "How many fresh samples the sources draw in an epoch: there are no data that could end.",
    },
  ] satisfies Setting[]
).map(formOf);

/** On how much of a part what samplers make is measured; left out, it is this many. */
export const DECODED: readonly Param[] = (
  [
    {
      name: "decoded",
      minimum: 1,
      maximum: 10_000,
      help: "On so many samples of each part, the first ones, it is measured what samplers make.",
    },
  ] satisfies Setting[]
).map(formOf);
const DECODED_USUALLY = 64;

/** How exactly losses and metrics can be computed. */
export const PRECISIONS: readonly Training["precision"][] = ["float32", "bfloat16"];

/** When training stops by itself. */
export const WAITING: readonly Param[] = (
  [
    {
      name: "patience",
      minimum: 0,
      maximum: 100_000,
      help: "Training stops when that was not better for so many epochs; 0 never stops it.",
    },
    {
      name: "min_delta",
      kind: "float",
      minimum: 0,
      maximum: null,
      help: "What is better by no more than this does not count.",
    },
  ] satisfies Setting[]
).map(formOf);

export const BATCH_SIZE: Param = formOf(BATCH);

/** What one of them is set to. */
export function settingOf(training: Training, name: string): number {
  return training[name as Counted] ?? DECODED_USUALLY;
}

function formOf(setting: Setting): Param {
  return { ...FREE, default: 0, ...setting };
}
