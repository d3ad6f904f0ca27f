/** What a search reads of a thing: the names that it goes by, and whatever else is said of it. */
export interface Searched {
  names: readonly string[];
  words?: string;
}

/**
 * What a search finds, the likeliest first: what is called exactly that, then names that begin so, then names
 * with words that begin so, then names that hold it anywhere, then what only says it in its description.
 *
 * Every word of the search must be found. Among equals the order is the one given.
 */
export function ranked<Item>(
  items: readonly Item[],
  search: string,
  read: (item: Item) => Searched,
): readonly Item[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return items;
  return items
    .map((item) => ({ item, rank: rankOf(read(item), wanted) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

const NOT_FOUND = 6;

function rankOf({ names, words = "" }: Searched, wanted: readonly string[]): number {
  const byName = Math.min(...names.map((name) => nameRank(name, wanted)));
  if (byName < NOT_FOUND) return byName;
  const said = [...names, words].join(" ");
  if (wanted.every((word) => beginsWord(said, word))) return 4;
  return wanted.every((word) => said.toLowerCase().includes(word)) ? 5 : NOT_FOUND;
}

function nameRank(name: string, wanted: readonly string[]): number {
  const whole = wanted.join(" ");
  const lower = name.toLowerCase();
  if (lower === whole) return 0;
  if (lower.startsWith(whole)) return 1;
  if (wanted.every((word) => beginsWord(name, word))) return 2;
  return wanted.every((word) => lower.includes(word)) ? 3 : NOT_FOUND;
}

// Of LeakyReLU, "relu" begins a word: one begins after a sign, at a capital and at a digit.
const WORD_STARTS =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]|(?<=\p{Ll})[\p{Lu}\p{N}]|(?<=\p{N})\p{L}|\p{Lu}(?=\p{Ll})/gu;

function beginsWord(text: string, word: string): boolean {
  const lower = text.toLowerCase();
  return [...text.matchAll(WORD_STARTS)].some(({ index }) => lower.startsWith(word, index));
}
