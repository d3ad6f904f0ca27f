import { portWords } from "../document/blocks/emptyBlock";
import { blockOf, holds, isOffered } from "../document/reading/blocks";
import type { Catalog } from "../document/reading/facts";
import type { View } from "../document/view/view";
import { ranked, type Searched } from "../parts/ranking";
import type { ShippedBlock } from "../server";
import type { Document, Node, NodeType } from "../types/generated";

const ROLE_ORDER: readonly NodeType["role"][] = [
  "data",
  "source",
  "layer",
  "input",
  "output",
  "sampler",
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

/** What this network has drawn once, to be used again; without those that would hold themselves here. */
export function ownBlocksOf(document: Document, here: string, catalog: Catalog): Offer[] {
  const type = catalog.get("Block");
  if (!type) return [];
  return Object.keys(document.blocks)
    .filter((name) => name !== document.main && !holds(document, name, here))
    .map((name) => ({
      label: name,
      summary: portWords(blockOf(document, name)),
      type,
      params: { block: name },
    }));
}

/** Everything that can be put into the open block. */
export function allOffers({
  catalog,
  document,
  block,
  library,
}: Pick<View, "catalog" | "document" | "block" | "library">): Offer[] {
  return [
    ...ownBlocksOf(document, block, catalog),
    ...offersOf(catalog, block === document.main),
    ...shelfOf(library, catalog),
  ];
}

/** Where an offer is put among the others. */
export function categoryOf({ shipped, params, type }: Offer): string {
  if (shipped) return shipped.category;
  return params ? "Blocks of this network" : type.category;
}

/** Offers by category, in the order of the first of each. */
export function grouped(offers: readonly Offer[]): Category[] {
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const category = categoryOf(offer);
    groups.set(category, [...(groups.get(category) ?? []), offer]);
  }
  return [...groups];
}

/** What a search finds among offers, the likeliest first. */
export function findOffers(offers: readonly Offer[], search: string): readonly Offer[] {
  return ranked(offers, search, searched);
}

/** What a search reads of an offer. */
export function searched(offer: Offer): Searched {
  const { label, summary, shipped, params } = offer;
  const kind = shipped || params ? "block" : "";
  return {
    names: shipped ? [label, shipped.name] : [label],
    words: `${categoryOf(offer)} ${summary} ${kind}`,
  };
}

function byRole(one: NodeType, other: NodeType): number {
  return (
    ROLE_ORDER.indexOf(one.role) - ROLE_ORDER.indexOf(other.role) ||
    one.category.localeCompare(other.category) ||
    one.type.localeCompare(other.type)
  );
}
