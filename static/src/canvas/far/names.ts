/** How wide a text is, in the font that it will be written in. */
export type WidthOf = (text: string) => number;

/** A name in at most so many rows, none wider than this; rows end behind a `_`, and what has no room is left out. */
export function inRows(name: string, width: number, rows: number, widthOf: WidthOf): string[] {
  if (rows < 2 || widthOf(name) <= width) return [fitted(name, width, widthOf)];
  const ends = [...name.matchAll(/_(?=.)/g)].map(({ index }) => index + 1);
  const end = ends.findLast((place) => widthOf(name.slice(0, place)) <= width);
  if (end === undefined) return [fitted(name, width, widthOf)];
  return [name.slice(0, end), ...inRows(name.slice(end), width, rows - 1, widthOf)];
}

/** As much of a text as is not wider than this. */
function fitted(text: string, width: number, widthOf: WidthOf): string {
  if (widthOf(text) <= width) return text;
  let length = text.length - 1;
  while (length > 1 && widthOf(`${text.slice(0, length)}…`) > width) length -= 1;
  return `${text.slice(0, length)}…`;
}
