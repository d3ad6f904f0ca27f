import { useView } from "../editor";
import type { Offer } from "../types/generated";
import { useOffers } from "./looks";

const NONE: readonly Offer[] = [];

/** What there is to see of a node of the open block, in the run that is looked at. */
export function useNodeOffers(node: string): readonly Offer[] {
  const offers = useOffers((now) => now.offers);
  const block = useView((view) => view.block);
  return offers?.filter(({ nodes }) => nodes?.[block]?.includes(node)) ?? NONE;
}
