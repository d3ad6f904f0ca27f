import * as Y from "yjs";
import type { Document, Stage } from "../../types/generated";
import { follow, type Names } from "./names";

/** What the stages say of some nodes: it goes with them where they are copied to. */
export type Told = Pick<Stage, "name" | "frozen" | "objectives" | "goals" | "times">;

/**
 * Makes the stages under a training these, and its epochs what they come to.
 *
 * Each is a map of its own, so that two people can edit two stages, or two fields of one, at the same time.
 */
export function writeStages(training: Y.Map<unknown>, stages: readonly Stage[]): void {
  if (stages.length === 0) {
    training.delete("stages");
    return;
  }
  const known = listUnder(training);
  const before = known.toJSON() as Stage[];
  if (namesOf(before) === namesOf(stages) || isOneOther(before, stages))
    for (const [index, stage] of stages.entries()) setFields(known.get(index), before[index], stage);
  else splice(known, before, stages);
  const epochs = epochsOf(stages);
  if (training.get("epochs") !== epochs) training.set("epochs", epochs);
}

/** What stages come to. */
export function epochsOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { epochs }) => sum + epochs, 0);
}

/** Where a stage stands that others may have moved; null where it is gone. */
export function placeAfter(
  before: readonly Stage[] | undefined,
  after: readonly Stage[] | undefined,
  index: number | null,
): number | null {
  if (index === null || before === after) return index;
  if (!after || !before?.[index]) return null;
  if (isSame(before[index], after[index])) return index;
  const place = after.findIndex((stage) => isSame(stage, before[index]));
  if (place >= 0) return place;
  return after.length === before.length ? index : null;
}

/** What the stages of a drawing say of some of its nodes. */
export function toldOf({ training }: Document, ids: ReadonlySet<string>): Told[] {
  const ofThem = <Value>(values: Record<string, Value>) =>
    Object.fromEntries(Object.entries(values).filter(([id]) => ids.has(id)));
  return (training.stages ?? []).map(({ name, frozen, objectives, goals, times }) => ({
    name,
    frozen: frozen.filter((id) => ids.has(id)),
    objectives: objectives.filter((id) => ids.has(id)),
    goals: ofThem(goals),
    times: ofThem(times),
  }));
}

/** Stages that say the same of copies of nodes as they said of these. */
export function withTold(stages: readonly Stage[], told: readonly Told[], names: Names): Stage[] {
  const copied = <Value>(values: Record<string, Value>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([id, value]) => (names.get(id) ?? []).map((name) => [name, value])),
    );
  return stages.map((stage, index) => {
    const said = told[index];
    if (said?.name !== stage.name) return stage;
    return {
      ...stage,
      frozen: [...new Set([...stage.frozen, ...follow(said.frozen, names)])],
      // Where none is named all of them run, and so do the copies.
      objectives:
        stage.objectives.length === 0
          ? []
          : [...new Set([...stage.objectives, ...follow(said.objectives, names)])],
      goals: { ...stage.goals, ...copied(said.goals) },
      times: { ...stage.times, ...copied(said.times) },
    };
  });
}

// Drawings come from the server, and from files, with a plain list.
function listUnder(training: Y.Map<unknown>): Y.Array<Y.Map<unknown>> {
  const known = training.get("stages");
  if (known instanceof Y.Array) return known as Y.Array<Y.Map<unknown>>;
  const made = new Y.Array<Y.Map<unknown>>();
  training.set("stages", made);
  made.push(((known ?? []) as Stage[]).map(stageMap));
  return made;
}

const stageMap = (stage: Stage) => new Y.Map<unknown>(Object.entries(stage));

function setFields(map: Y.Map<unknown>, before: Stage | undefined, stage: Stage): void {
  for (const [name, value] of Object.entries(stage))
    if (!isSame(value, before?.[name as keyof Stage])) map.set(name, value);
}

/** Puts in place what is other between the stages that stay at both ends. */
function splice(list: Y.Array<Y.Map<unknown>>, before: readonly Stage[], after: readonly Stage[]): void {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < most - start && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1;
  list.delete(start, before.length - end - start);
  list.insert(start, after.slice(start, after.length - end).map(stageMap));
}

function isOneOther(before: readonly Stage[], after: readonly Stage[]): boolean {
  if (before.length !== after.length) return false;
  return after.filter((stage, index) => !isSame(stage, before[index])).length === 1;
}

const namesOf = (stages: readonly Stage[]) => JSON.stringify(stages.map(({ name }) => name));
const sorted = (_key: string, value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;
const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
