import type { Document, Node, NodeType, Report } from "../types/generated";

/** A picture that the network takes. */
export interface PictureKind {
  kind: "picture";
  colours: number;
  side: number;
}

/** A sound that the network takes. Units: values, and values a second. */
export interface SoundKind {
  kind: "sound";
  many: number;
  rate: number;
}

/** How a visitor can hand the network something. */
export type InputKind =
  | PictureKind
  | SoundKind
  | { kind: "drawing" }
  | { kind: "values"; count: number }
  | { kind: "none" };

const MOST_VALUES = 8;
const NONE: InputKind = { kind: "none" };

/** Decides it from what the drawing's data source gives: a picture, a sound, or a vector of a few values. */
export function inputKindOf(document: Document, types: NodeType[], report: Report): InputKind {
  const nodes = document.blocks[document.main]?.nodes ?? {};
  const unused = new Set(report.problems.flatMap(({ code, node }) => (code === "unused_data" ? [node] : [])));
  for (const [id, node] of Object.entries(nodes)) {
    const type = report.nodes[id]?.spec ?? types.find((each) => each.type === node.type);
    if (type?.role !== "data" || unused.has(id)) continue;
    const found = kindOf(node, type, report.nodes[id]?.outputs ?? {});
    if (found.kind !== "none") return found;
  }
  return NONE;
}

function kindOf(node: Node, { outputs }: NodeType, signals: Report["nodes"][string]["outputs"]): InputKind {
  const rate = rateOf(node);
  for (const port of outputs) {
    const [, ...dims] = signals[port.name]?.dims ?? [];
    if (port.kind === "image") return pictureOf(dims);
    const many = dims.reduce<number>((product, each) => product * (typeof each === "number" ? each : NaN), 1);
    if (rate !== null && many > 0) return { kind: "sound", many, rate };
    if (port.kind === "tensor" && dims.length === 1 && many <= MOST_VALUES)
      return { kind: "values", count: many };
    if (node.type === "OwnData") return NONE; // it is asked for its first field alone
  }
  return NONE;
}

/** Pictures of other forms are drawn only. */
function pictureOf([colours, height, width]: (number | string)[]): InputKind {
  const isFit = (colours === 1 || colours === 3) && typeof height === "number" && height === width;
  return isFit ? { kind: "picture", colours, side: height } : { kind: "drawing" };
}

/** How many values of sound a second the first field of somebody's own data has; null where it is no sound. */
function rateOf({ type, params }: Node): number | null {
  if (type !== "OwnData") return null;
  try {
    const { fields } = JSON.parse(String(params.schema)) as { fields: { kind: string; rate?: number }[] };
    const [first] = fields;
    return first?.kind === "audio" ? (first.rate ?? null) : null;
  } catch {
    return null;
  }
}
