/** What was changed, short enough for a line: the first few, and how many more there are. */
export function changeWords(changes: readonly string[], most = 3): string {
  const more = changes.length - most;
  return more > 0 ? `${changes.slice(0, most).join(", ")} and ${more} more` : changes.join(", ");
}

/** "1 change", "2 changes". */
export const countOf = (changes: readonly string[]): string =>
  changes.length === 1 ? "1 change" : `${changes.length} changes`;
