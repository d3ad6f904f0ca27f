import type { Block, Document, NodeReport, NodeType, Problem, Report } from "../../types/generated";
import { blockOf, neededBlocks, portsOf, usedBlock } from "./blocks";

export type Catalog = ReadonlyMap<string, NodeType>;

/** What is known of a node's ports and form, by its id; undefined for an unknown node or type. */
export type Facts = (id: string) => NodeType | undefined;

interface Known {
  catalog: Catalog;
  document: Document;
  report: Report | null;
}

/** The nodes of a block as the last check saw them. */
export function reportsIn(report: Report | null, document: Document, block: string): Report["nodes"] {
  return (block === document.main ? report?.nodes : report?.blocks[block]) ?? NOTHING;
}

const NOTHING: Report["nodes"] = {}; // the same each time, so that who follows it is not called again

/** The facts of the nodes of a block: the check's where the drawing decides them, else the catalogue's. */
export function factsIn({ catalog, document, report }: Known, block: string): Facts {
  const { nodes } = blockOf(document, block);
  const reports = reportsIn(report, document, block);
  const made = new Map<string, NodeType | undefined>();
  return (id) => {
    const node = nodes[id];
    if (!node) return undefined;
    const told = reports[id]?.spec;
    if (told) return told;
    const type = catalog.get(node.type);
    const used = document.blocks[usedBlock(node) ?? ""];
    if (!type || !used) return type;
    if (!made.has(id)) made.set(id, { ...type, ...drawnPorts(used, catalog) });
    return made.get(id);
  };
}

/** The ports that a block gives to its uses: until the check answers, no wire is missing for the blink of an eye. */
export function drawnPorts(block: Block, catalog: Catalog): Pick<NodeType, "inputs" | "outputs"> {
  const accepts = catalog.get("Output")?.inputs[0]?.accepts ?? [];
  const kind = catalog.get("Input")?.outputs[0]?.kind ?? "tensor";
  const port = (name: string) => ({ name, kind, accepts, optional: false, help: "" });
  return {
    inputs: portsOf(block, "Input").map(port),
    outputs: portsOf(block, "Output").map((name) => ({ ...port(name), accepts: [] })),
  };
}

/** The name of the block that a problem is in. */
export function placeOf(problem: Problem, document: Document): string {
  return problem.block ?? document.main;
}

/** True for a problem of this node of a block. */
export const isAbout = (problem: Problem, document: Document, block: string, id: string): boolean =>
  problem.node === id && placeOf(problem, document) === block;

/** How many problems are inside of the block that a node uses, at any depth. */
export function problemsInside(
  { report, document }: Omit<Known, "catalog">,
  block: string,
  id: string,
): number {
  const node = blockOf(document, block).nodes[id];
  if (!node || !report || report.problems.every((problem) => problem.block === null)) return 0;
  const inside = new Set(neededBlocks(document, [node]));
  return report.problems.filter((problem) => inside.has(placeOf(problem, document))).length;
}

/** What the last check said of a node; undefined for one that it has not seen yet. */
export const reportOf = (known: Omit<Known, "catalog">, block: string, id: string): NodeReport | undefined =>
  reportsIn(known.report, known.document, block)[id];
