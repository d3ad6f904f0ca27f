import type { Document, NodeType, Report } from "../types/generated";

/** How a visitor can hand the network something: by drawing it, or by a few numbers. */
export type InputKind = { kind: "drawing" } | { kind: "values"; count: number } | { kind: "none" };

const MOST_VALUES = 8;

/** Decides it from what the drawing's data source gives: a picture, or a vector of a few values. */
export function inputKindOf(document: Document, types: NodeType[], report: Report): InputKind {
  const nodes = document.blocks[document.main]?.nodes ?? {};
  const unused = new Set(report.problems.flatMap(({ code, node }) => (code === "unused_data" ? [node] : [])));
  for (const [id, node] of Object.entries(nodes)) {
    const type = types.find((each) => each.type === node.type);
    if (type?.role !== "data" || unused.has(id)) continue;
    for (const port of type.outputs) {
      if (port.kind === "image") return { kind: "drawing" };
      const [, count, ...more] = report.nodes[id]?.outputs[port.name]?.dims ?? [];
      const isVector = typeof count === "number" && more.length === 0;
      if (port.kind === "tensor" && isVector && count <= MOST_VALUES) return { kind: "values", count };
    }
  }
  return { kind: "none" };
}
