import type { Block, Document, Node, Stage, Training } from "../../types/generated";
import { formatValue } from "../params/params";
import type { Value } from "../params/value";
import { portsOf, usedBlock } from "../reading/blocks";
import { snakeCase } from "../reading/names";
import { splitPort } from "../reading/ports";

/** What of the training belongs to the drawing. How it was computed, and what was steered on the way, does not. */
const SETTINGS: readonly (keyof Training)[] = [
  "epochs",
  "batch_size",
  "draws",
  "seed",
  "precision",
  "monitor",
  "patience",
  "min_delta",
];

/**
 * What one has to do to a drawing to get another one, each thing in a few words: `+ Dropout`,
 * `conv1: out_channels 16 → 32`. Empty where they mean the same, wherever nodes stand and whatever notes say.
 */
export function changesBetween(was: Document, now: Document): string[] {
  const names = new Set([was.main, now.main, ...Object.keys(was.blocks), ...Object.keys(now.blocks)]);
  return [
    ...[...names].flatMap((name) => blockChanges(name, was, now)),
    ...SETTINGS.flatMap((name) =>
      valueChange(name, was.training[name] as Value, now.training[name] as Value),
    ),
    ...stageChanges(was.training.stages ?? [], now.training.stages ?? []),
    ...beginningChange(was.training, now.training),
  ];
}

function blockChanges(name: string, was: Document, now: Document): string[] {
  const [before, after] = [was.blocks[name], now.blocks[name]];
  const isMain = name === was.main && name === now.main;
  if (!before && !after) return [];
  if (!before || !after) return isMain ? [] : [`${after ? "+" : "−"} block ${name}`];
  const where = isMain ? "" : `${name}/`;
  const renamed = renamedIn(before, after);
  const known = following(before, renamed);
  const ids = new Set([...Object.keys(known.nodes), ...Object.keys(after.nodes)]);
  return [
    ...defaultChanges(name, before, after),
    ...[...renamed].map(([id, to]) => `${where}${id} is called ${to}`),
    ...[...ids].flatMap((id) => nodeChanges(where, id, known, after)),
    ...wireChanges(where, known, after),
    ...orderChanges(name, isMain, known, after),
  ];
}

function defaultChanges(name: string, before: Block, after: Block): string[] {
  return valueChanges(before.params, after.params).map((words) => `${name}: ${words}`);
}

function nodeChanges(where: string, id: string, before: Block, after: Block): string[] {
  const [was, now] = [before.nodes[id], after.nodes[id]];
  if (!was || !now) {
    const [home, node] = now ? [after, now] : [before, was];
    return node ? [`${now ? "+" : "−"} ${where}${titleOf(id, node, home)}`] : [];
  }
  const path = `${where}${id}`;
  const kind = was.type === now.type ? [] : [`${path}: ${was.type} → ${now.type}`];
  const values = [
    ...valueChanges(was.params, now.params),
    ...valueChange("frozen", was.frozen ?? "no", now.frozen ?? "no"),
    ...valueChange("rate", was.rate ?? 1, now.rate ?? 1),
  ];
  return [...kind, ...values.map((words) => `${path}: ${words}`)];
}

function stageChanges(was: readonly Stage[], now: readonly Stage[]): string[] {
  const named = (stages: readonly Stage[]) => stages.map(({ name }, index) => name || String(index + 1));
  if (named(was).join() !== named(now).join())
    return valueChange("stages", named(was).join(", "), named(now).join(", "));
  return now.flatMap((stage, index) =>
    Object.entries(stage).flatMap(([field, value]) =>
      valueChange(field, written(was[index]?.[field as keyof Stage]), written(value)).map(
        (words) => `${named(now)[index]}: ${words}`,
      ),
    ),
  );
}

// Other weights may be called the same, as those of a run that was extended; and other nodes may take them.
function beginningChange(was: Training, now: Training): string[] {
  const said = valueChange("begins from", titlesIn(was), titlesIn(now));
  return said.length > 0 ? said : valueChange("begins from", filesIn(was), filesIn(now));
}

const titlesIn = ({ begins_from = [] }: Training): string =>
  begins_from.map(({ title, weights }) => title || weights.slice(0, 8)).join(", ") || "fresh weights";

const filesIn = ({ begins_from = [] }: Training): string =>
  begins_from.map(({ weights, nodes }) => weights.slice(0, 8) + placesIn(nodes)).join(", ");

const placesIn = (nodes: Record<string, string>): string =>
  Object.entries(nodes)
    .map(([node, place]) => ` ${node}${node === place ? "" : ` from ${place}`}`)
    .join();

// "encoder", "3", {"classify": {"lr": 0.1}}: a field of a stage in few letters.
const written = (value: unknown): Value =>
  typeof value === "object" && value !== null
    ? Array.isArray(value)
      ? value.join(", ")
      : JSON.stringify(value)
    : (value as Value);

function valueChanges(was: Node["params"], now: Node["params"]): string[] {
  if (hasSameParams(was, now)) return [];
  const names = new Set([...Object.keys(was), ...Object.keys(now)]);
  return [...names].flatMap((name) => valueChange(name, was[name], now[name]));
}

function valueChange(name: string, was: Value | undefined, now: Value | undefined): string[] {
  return isSame(was, now) ? [] : [`${name} ${textOf(was)} → ${textOf(now)}`];
}

// A wire that comes or goes with a node is part of that change.
function wireChanges(where: string, before: Block, after: Block): string[] {
  const targets = new Set([...Object.keys(before.edges), ...Object.keys(after.edges)]);
  return [...targets].flatMap((target) => {
    const [was, now] = [before.edges[target], after.edges[target]];
    if (was === now) return [];
    const ends = [target, was, now].filter((end) => end !== undefined).map((end) => splitPort(end)[0]);
    if (ends.some((id) => !(id in before.nodes) || !(id in after.nodes))) return [];
    return [`${where}${target}: ${was ?? "nothing"} → ${now ?? "nothing"}`];
  });
}

// The ports of a block are in the order of their height.
function orderChanges(name: string, isMain: boolean, before: Block, after: Block): string[] {
  if (isMain) return [];
  const isOther = (["Input", "Output"] as const).some((type) => {
    const [was, now] = [portsOf(before, type), portsOf(after, type)];
    return (
      was.length === now.length &&
      [...was].sort().join() === [...now].sort().join() &&
      was.join() !== now.join()
    );
  });
  return isOther ? [`${name}: ports in another order`] : [];
}

/** Nodes that have another name in the same place: old name to new. */
function renamedIn(before: Block, after: Block): Map<string, string> {
  const renamed = new Map<string, string>();
  const isNew = ([id]: [string, Node]) => !(id in before.nodes);
  const came = new Map(
    Object.entries(after.nodes)
      .filter(isNew)
      .map(([id, node]) => [keyOf(node), id]),
  );
  for (const [id, node] of Object.entries(before.nodes)) {
    const to = id in after.nodes ? undefined : came.get(keyOf(node));
    if (to === undefined) continue;
    renamed.set(id, to);
    came.delete(keyOf(node));
  }
  return renamed;
}

const keyOf = ({ type, params, position }: Node) => JSON.stringify([type, sorted(params), position]);

/** A block whose nodes have their later names already. */
function following(block: Block, renamed: ReadonlyMap<string, string>): Block {
  if (renamed.size === 0) return block;
  const nameOf = (id: string) => renamed.get(id) ?? id;
  const portOf = (reference: string) => {
    const [id, port] = splitPort(reference);
    return `${nameOf(id)}.${port}`;
  };
  return {
    ...block,
    nodes: Object.fromEntries(Object.entries(block.nodes).map(([id, node]) => [nameOf(id), node])),
    edges: Object.fromEntries(Object.entries(block.edges).map(([to, from]) => [portOf(to), portOf(from)])),
  };
}

// A name that the editor gave to the only node of its type says no more than the type.
function titleOf(id: string, node: Node, { nodes }: Block): string {
  const type = usedBlock(node) ?? node.type;
  const isGiven = id.replace(/\d+$/, "") === snakeCase(type.replace(/\d+d$/, ""));
  const isOnly = Object.values(nodes).filter((other) => other.type === node.type).length === 1;
  return isGiven && isOnly ? type : `${type} ${id}`;
}

function textOf(value: Value | undefined): string {
  if (value === undefined) return "default";
  return formatValue(value) || "none";
}

const sorted = (params: Node["params"]) =>
  Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1));

/** Whether two values are the same, lists by what they hold. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return (
    typeof one === "object" && typeof other === "object" && JSON.stringify(one) === JSON.stringify(other)
  );
}

/** Whether two nodes have the same parameters, in whatever order they were set. */
export function hasSameParams(one: Node["params"], other: Node["params"]): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => name in other && isSame(one[name], other[name]));
}
