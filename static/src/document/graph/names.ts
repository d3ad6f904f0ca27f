import type { Block, Node, Stage, Training } from "../../types/generated";
import type { Graph } from "./graph";

/** What nodes of the main block are called from now on: one other name, those of what took their place, or none. */
export type Names = ReadonlyMap<string, readonly string[]>;

/** The nodes that a parameter names, with commas between; none where it means all. */
export function namedNodes(value: unknown): string[] {
  const names = typeof value === "string" ? value.split(",") : [];
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

/** What Objectives say that they are over, where it changes. Who is gone stays named: that none is would mean all. */
export function overAfter({ nodes }: Block, names: Names): [id: string, over: string][] {
  const found = new Map([...names].filter(([, later]) => later.length > 0));
  return Object.entries(nodes).flatMap(([id, { params }]): [string, string][] => {
    const known = namedNodes(params.over);
    const next = follow(known, found);
    return isSame(known, next) ? [] : [[id, next.join(", ")]];
  });
}

/** What changes in a training where it says by name what it is about. */
export function trainingAfter(training: Training, names: Names): Partial<Training> {
  const [monitor] = names.get(training.monitor) ?? [];
  const { stages, begins_from, changes } = training;
  const next: Partial<Training> = {
    ...(monitor === undefined ? {} : { monitor }),
    ...(stages && { stages: stages.map((stage) => stageAfter(stage, names)) }),
    ...(begins_from && { begins_from: begins_from.flatMap((each) => beginningAfter(each, names)) }),
    changes: changes.map((change) => ({ ...change, goals: keysAfter(change.goals, names) })),
  };
  const isNews = ([name, value]: [string, unknown]) => !isSame(value, training[name as keyof Training]);
  return Object.fromEntries(Object.entries(next).filter(isNews));
}

function stageAfter(stage: Stage, names: Names): Stage {
  const objectives = follow(stage.objectives, names);
  const [monitor = stage.monitor] = names.get(stage.monitor ?? "") ?? [];
  return {
    ...stage,
    monitor,
    frozen: follow(stage.frozen, names),
    // That of an Objective which is gone would mean all of them, were it not named.
    objectives: objectives.length === 0 ? stage.objectives : objectives,
    goals: keysAfter(stage.goals, names),
    times: keysAfter(stage.times, names),
  };
}

function beginningAfter(beginning: NonNullable<Training["begins_from"]>[number], names: Names) {
  const nodes = keysAfter(beginning.nodes, names);
  const isGone = Object.keys(nodes).length === 0 && Object.keys(beginning.nodes).length > 0;
  return isGone ? [] : [{ ...beginning, nodes }];
}

/** A list of nodes by their later names. */
export function follow(ids: readonly string[], names: Names): string[] {
  return [...new Set(ids.flatMap((id) => names.get(id) ?? [id]))];
}

function keysAfter<Value>(values: Readonly<Record<string, Value>>, names: Names): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([id, value]) => (names.get(id) ?? [id]).map((name) => [name, value])),
  );
}

/** A list in which a block that took the place of some nodes is named where all of them were. */
function gathered(ids: readonly string[], members: readonly string[], name: string): string[] {
  const isWhole = members.length > 0 && members.every((member) => ids.includes(member));
  return isWhole ? [...new Set(ids.map((id) => (members.includes(id) ? name : id)))] : [...ids];
}

/** A block takes the place of nodes: each stage and Objective that names all of them names it. */
export function gatherNames(graph: Graph, members: readonly string[], name: string): void {
  const { stages } = graph.document.training;
  if (stages)
    graph.setStages(stages.map((stage) => ({ ...stage, frozen: gathered(stage.frozen, members, name) })));
  for (const [id, { params }] of Object.entries(graph.block.nodes)) {
    const over = namedNodes(params.over);
    const next = gathered(over, members, name);
    if (!isSame(over, next)) graph.setParam(id, "over", next.join(", "));
  }
}

/** Whether stages say something of nodes that can't be said of a block which takes their place. */
export function isToldOfSome(
  stages: readonly Stage[],
  ids: readonly string[],
  learners: readonly string[],
): boolean {
  return stages.some(({ frozen, times }) => {
    const named = learners.filter((id) => frozen.includes(id));
    return (named.length > 0 && named.length < learners.length) || ids.some((id) => id in times);
  });
}

/** What a node says with the names that others have now. */
export function nodeAfter(node: Node, names: Names): Node {
  const over = namedNodes(node.params.over);
  if (over.length === 0) return node;
  return { ...node, params: { ...node.params, over: follow(over, names).join(", ") } };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
