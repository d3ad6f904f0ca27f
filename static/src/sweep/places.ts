import type { Graph } from "../document/graph/graph";
import { isExpression } from "../document/params/expression";
import { FREE } from "../document/params/free";
import { matters } from "../document/params/matters";
import { SETTINGS, settingOf, WAITING } from "../document/params/trainingForm";
import type { Value } from "../document/params/value";
import { blockOf } from "../document/reading/blocks";
import { factsIn } from "../document/reading/facts";
import type { View } from "../document/view/view";
import type { Document, Param } from "../types/generated";

/** A setting of a drawing that a sweep can vary: where it stands, its form, and what it is set to. */
export interface Place {
  path: string;
  param: Param;
  value: Value;
}

/** Names of blocks and of nodes: to vary these is to draw another network. */
const NAMES: ReadonlySet<string> = new Set(["block", "of"]);

/** The path of a node's parameter; `trainer/sweeps/place.py` reads it. */
export function pathTo({ main }: Pick<Document, "main">, block: string, node: string, name: string): string {
  const isPlain = block === main && node !== "training"; // a node may be called so
  return isPlain ? `${node}.${name}` : `${block}/${node}.${name}`;
}

/** Whether several values of it can be tried. */
export function canVary(param: Param, value: Value): boolean {
  return (
    !param.inferred &&
    !["text", "nodes"].includes(param.kind) &&
    !NAMES.has(param.name) &&
    !isExpression(value)
  );
}

/**
 * Everything of a drawing that can be varied and matters, beside the paths that are varied already, by what it belongs
 * to, in the order of the drawing.
 */
export function placesIn(
  view: Pick<View, "catalog" | "document" | "report">,
  varied: readonly string[] = [],
): Map<string, Place[]> {
  const { document } = view;
  const groups = new Map<string, Place[]>();
  const { monitor, stages } = document.training;
  const settings = [...SETTINGS, ...(monitor === "" ? [] : WAITING)].filter(
    ({ name }) => name !== "epochs" || !stages, // of stages, each says how long it is
  );
  for (const name of new Set([document.main, ...Object.keys(document.blocks)])) {
    const defaults = defaultsOf(document, name);
    if (defaults.length > 0) groups.set(name === document.main ? "network" : `block ${name}`, defaults);
    const facts = factsIn(view, name);
    for (const [id, node] of Object.entries(blockOf(document, name).nodes)) {
      const params = facts(id)?.params ?? [];
      const isOpen = (field: string) => varied.includes(pathTo(document, name, id, field));
      const places = params
        .filter((param) => matters(param, { params, given: node.params, isOpen }))
        .map((param) => ({
          path: pathTo(document, name, id, param.name),
          param,
          value: node.params[param.name] ?? param.default,
        }))
        .filter(({ param, value }) => canVary(param, value));
      if (places.length > 0) groups.set(name === document.main ? id : `${name}/${id}`, places);
    }
  }
  groups.set(
    "training",
    settings.map((param) => ({
      path: `training.${param.name}`,
      param,
      value: settingOf(document.training, param.name),
    })),
  );
  return groups;
}

/** The parameters of a block, or of the network: to vary one is to vary every use that leaves the default. */
function defaultsOf({ blocks }: Document, block: string): Place[] {
  return Object.entries(blocks[block]?.params ?? {}).flatMap(
    ([name, value]) => defaultPlace(block, name, value) ?? [],
  );
}

/** A parameter of a block, or of the network, that can be varied; null for what is no number and no switch. */
export function defaultPlace(block: string, name: string, value: Value): Place | null {
  if (typeof value !== "number" && typeof value !== "boolean") return null;
  const whole = Number.isInteger(value) ? "int" : "float";
  const kind = typeof value === "boolean" ? "bool" : whole;
  return { path: `${block}/${name}`, param: { ...FREE, name, kind }, value };
}

const PATH = /^(?:(?<block>\w+)\/)?(?:(?<node>\w+)\.)?(?<name>\w+)$/;

/** Puts values at their paths, as one step of undo. A path whose node or block is gone is left out. */
export function writeValues(graph: Graph, values: Readonly<Record<string, Value>>): void {
  graph.change(() => {
    for (const [path, value] of Object.entries(values)) {
      const { block, node, name } = PATH.exec(path)?.groups ?? {};
      if (name === undefined) continue;
      if (node === "training" && block === undefined) graph.setTraining(name as "epochs", value as number);
      else if (block === undefined || block in graph.document.blocks)
        graph.changeIn(block ?? graph.document.main, () => {
          if (node === undefined) graph.setDefault(name, value);
          else graph.setParam(node, name, value);
        });
    }
  });
}
