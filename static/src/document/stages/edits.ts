import type { Param, Stage, Training } from "../../types/generated";
import { FREE } from "../params/free";
import { freeId } from "../reading/names";

const PLAIN: Omit<Stage, "name" | "epochs"> = {
  objectives: [],
  frozen: [],
  batch_size: null,
  monitor: null,
  patience: null,
  min_delta: null,
  goals: {},
  times: {},
};

export const MOST_STAGES = 50;
const MOST_EPOCHS = 100_000;

/** A training with one stage more after this one: the first time it becomes two, of which it is the first. */
export function withStage({ stages = [], epochs }: Training, after = stages.length - 1): [Stage[], number] {
  const made = (name: string): Stage => ({ ...PLAIN, name, epochs: Math.min(epochs, 10) });
  if (stages.length === 0) return [[{ ...PLAIN, name: "Train", epochs }, made("Fine-tune")], 1];
  return [stages.toSpliced(after + 1, 0, made("")), after + 1];
}

export function withCopy(stages: readonly Stage[], index: number): Stage[] {
  const stage = stages[index];
  if (!stage) return [...stages];
  const taken = stages.map((each) => each.name);
  const name = stage.name && freeId(stage.name, taken);
  return stages.toSpliced(index + 1, 0, { ...stage, name });
}

/** Stages of which one stands elsewhere: at the place that it has then. */
export function withMoved(stages: readonly Stage[], from: number, to: number): Stage[] {
  const stage = stages[from];
  return stage ? stages.toSpliced(from, 1).toSpliced(to, 0, stage) : [...stages];
}

export const without = (stages: readonly Stage[], index: number): Stage[] => stages.toSpliced(index, 1);

export function withChange(stages: readonly Stage[], index: number, change: Partial<Stage>): Stage[] {
  return stages.map((stage, at) => (at === index ? { ...stage, ...change } : stage));
}

/** The form of how long a stage is: with all others it may not become longer than a training. */
export function epochsParam(stages: readonly Stage[], index: number): Param {
  const others = stages.reduce((sum, { epochs }, at) => (at === index ? sum : sum + epochs), 0);
  return {
    ...FREE,
    name: "epochs",
    minimum: 1,
    maximum: Math.max(1, MOST_EPOCHS - others),
    help: "How often the network sees all the data of the stage.",
  };
}

/** Why a stage can't be called so, as a sentence; null when it can. */
export const refuseName = (name: string): string | null =>
  name.length > 64 ? "Use at most 64 characters." : null;
