import { isOffered } from "../document/blocks";
import type { Catalog } from "../document/ports";
import type { ShippedBlock } from "../server";
import type { Node, NodeType } from "../types/generated";

const ROLE_ORDER: readonly NodeType["role"][] = [
  "data",
  "source",
  "layer",
  "input",
  "output",
  "loss",
  "metric",
  "objective",
];

/** One thing to drag out: a node type, a block of this network, or one of the library. */
export interface Offer {
  label: string;
  summary: string;
  type: NodeType;
  params?: Node["params"];
  shipped?: ShippedBlock;
}

/** The offers of one category. */
export type Category = [title: string, offers: Offer[]];

/** The node types that make sense in the open block. Blocks stand in a group of their own, by name. */
export function offersOf(catalog: Catalog, isMain: boolean): Offer[] {
  return [...catalog.values()]
    .filter((type) => isOffered(type, isMain))
    .sort(byRole)
    .map((type) => ({ label: type.type, summary: type.summary, type }));
}

/** The blocks of the library, each as the node that uses it. */
export function shelfOf(library: readonly ShippedBlock[], catalog: Catalog): Offer[] {
  return library.flatMap((shipped) => {
    const type = catalog.get(shipped.use);
    return type ? [{ label: shipped.title, summary: shipped.summary, type, shipped }] : [];
  });
}

/** What is found by all the words of a search, by category. */
export function grouped(offers: readonly Offer[], search: string): Category[] {
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const { shipped } = offer;
    const category = shipped?.category ?? offer.type.category;
    const words = shipped ? `block ${shipped.name}` : "";
    if (!isFound(`${offer.label} ${category} ${offer.summary} ${words}`, search)) continue;
    groups.set(category, [...(groups.get(category) ?? []), offer]);
  }
  return [...groups];
}

/** Whether a text holds all the words of a search. */
export function isFound(text: string, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.toLowerCase().includes(word));
}

function byRole(one: NodeType, other: NodeType): number {
  return (
    ROLE_ORDER.indexOf(one.role) - ROLE_ORDER.indexOf(other.role) ||
    one.category.localeCompare(other.category) ||
    one.type.localeCompare(other.type)
  );
}
