import { useView } from "../../editor";
import { useIsOfRun } from "../../past/useIsOfRun";
import type { Offer } from "../../types/generated";
import { useOffers } from "./looks";

const NONE: readonly Offer[] = [];

/** What there is to see of a node of the open block, in the run that is looked at; nothing where it trained another network up to there. */
export function useNodeOffers(node: string): readonly Offer[] {
  const offers = useOffers((now) => now.offers);
  const block = useView((view) => view.block);
  const isOfRun = useIsOfRun(node);
  if (!isOfRun) return NONE;
  return offers?.filter(({ nodes }) => nodes?.[block]?.includes(node)) ?? NONE;
}
