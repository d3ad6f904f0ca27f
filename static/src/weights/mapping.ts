import type { Beginning, NodeFit, WeightsFit } from "../types/generated";

/** Which nodes take their weights, and from which place there; a node that is not named begins fresh. */
export type Mapping = Readonly<Record<string, string>>;

/** The mapping of a beginning, written out: where it names no nodes, each takes those of its own name. */
export function mappingOf({ nodes }: Beginning, fit: WeightsFit): Mapping {
  if (Object.keys(nodes).length > 0) return nodes;
  const there = new Set(fit.there.map(({ name }) => name));
  return Object.fromEntries(fit.nodes.flatMap(({ node }) => (there.has(node) ? [[node, node]] : [])));
}

/** The mapping after one node is to take its weights from another place, or from none. */
export function withPlace(mapping: Mapping, node: string, place: string | null): Mapping {
  const { [node]: _, ...others } = mapping;
  return place === null ? others : { ...others, [node]: place };
}

/** A mapping as a drawing says it: nothing, where each node takes what has its own name. */
export function nodesOf(mapping: Mapping, fit: WeightsFit): Record<string, string> {
  const plain = mappingOf({ weights: "", title: "", nodes: {} }, fit);
  const isPlain =
    Object.keys(plain).length === Object.keys(mapping).length &&
    Object.entries(mapping).every(([node, place]) => plain[node] === place);
  return isPlain ? {} : { ...mapping };
}

/** Nodes that take nothing, though one place there has all of their names and shapes: one was renamed, perhaps. */
export function alikeIn(mapping: Mapping, fit: WeightsFit): Mapping {
  const taken = new Set(Object.values(mapping));
  const found: Record<string, string> = {};
  for (const { node, alike, taken: own } of fit.nodes) {
    if (own.length > 0) continue;
    const place = alike.find((each) => !taken.has(each));
    if (place === undefined || alike.filter((each) => !taken.has(each)).length > 1) continue;
    found[node] = place;
    taken.add(place);
  }
  return found;
}

/** What a node takes, in a few words: "4 taken", "weight is 12 × 2 here, 8 × 2 there", "new". */
export function nodeWords({ taken, misshapen, fresh }: NodeFit): string {
  const [other] = misshapen;
  const more = misshapen.length > 1 ? ` and ${misshapen.length - 1} more` : "";
  const parts = [
    taken.length > 0 && `${taken.length} taken`,
    other && `${other.name} is ${shape(other.here)} here, ${shape(other.there)} there${more}`,
    fresh.length > 0 && (taken.length + misshapen.length > 0 ? `${fresh.length} new` : "new"),
  ];
  return parts.filter(Boolean).join("; ");
}

/** "12 of 14 weights fit, 1 has another shape, 1 is new; 3 are not used." */
export function fitWords({ counts }: WeightsFit): string {
  const { taken = 0, misshapen = 0, fresh = 0, unused = 0 } = counts;
  const all = taken + misshapen + fresh;
  const parts = [
    taken === all && all > 0 ? `All ${all} weights are taken` : `${taken} of ${all} weights are taken`,
    misshapen > 0 && `${misshapen} ${misshapen === 1 ? "has another shape" : "have other shapes"}`,
    fresh > 0 && `${fresh} ${fresh === 1 ? "begins" : "begin"} fresh`,
    unused > 0 && `${unused} there ${unused === 1 ? "is" : "are"} not used`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

const shape = (sizes: readonly number[]): string => sizes.join(" × ") || "one value";
