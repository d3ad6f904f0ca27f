/** So many classes are all shown, in their order. */
const ALL = 14;
const SOME = 10;

/** The places of the classes that are shown: all of a few, in their order; of many, the most probable ones first. */
export function mostProbable(probabilities: readonly number[]): number[] {
  const places = probabilities.map((_, place) => place);
  if (places.length <= ALL) return places;
  return places
    .sort((one, other) => (probabilities[other] ?? 0) - (probabilities[one] ?? 0) || one - other)
    .slice(0, SOME);
}
