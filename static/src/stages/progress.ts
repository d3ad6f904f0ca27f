import type { RunFacts } from "../run/live/frames";
import { hasEnded } from "../run/live/frames";
import { useLiveView } from "../run/live/live";
import type { Stage } from "../types/generated";

/** How far a stage is in the run that is looked at: `part` of it, from 0 to 1. */
export interface Progress {
  state: "waiting" | "running" | "done";
  part: number;
}

const WAITING: Progress = { state: "waiting", part: 0 };

/** How far each stage of the drawing is in the run that is looked at; none is where that run had other ones. */
export function useProgress(stages: readonly Stage[]): (index: number) => Progress {
  const facts = useLiveView((view) => view.facts);
  return (index) => (facts ? progressOf(facts, stages, index) : WAITING);
}

export function progressOf(facts: RunFacts, stages: readonly Stage[], index: number): Progress {
  const areSame = facts.stages.every(({ number, name }) => stages[number - 1]?.name === name);
  const begun = facts.stages.find(({ number }) => number === index + 1);
  if (!areSame || !begun) return WAITING;
  const next = facts.stages.find(({ number }) => number > begun.number);
  if (next || facts.status === "finished") return { state: "done", part: 1 };
  const steps = Math.max(1, (stages[index]?.epochs ?? 1) * begun.steps_per_epoch);
  const part = Math.min(1, (facts.step - begun.step) / steps);
  return { state: hasEnded(facts.status) ? "waiting" : "running", part };
}
