import type { MoveTold, PlayTold } from "../types/generated";

/** Whose stone lies on each cell, by rows, as who moves sees it: nobody's, their own, the other's. */
export type Stones = readonly number[];
export type Side = "first" | "second";

/** Who moves: both move in turn. */
export const toMove = (stones: Stones): Side =>
  stones.filter((stone) => stone !== 0).length % 2 === 0 ? "first" : "second";

/** Whose stone lies on a cell; null on a free one. */
export function ownerOf(stones: Stones, cell: number): Side | null {
  const stone = stones[cell];
  if (!stone) return null;
  const mover = toMove(stones);
  return stone === 1 ? mover : other(mover);
}

export const other = (side: Side): Side => (side === "first" ? "second" : "first");

/** The cell on which the stone of a move comes to lie. */
export const landing = (stones: Stones, { board }: MoveTold): number =>
  board.findIndex((stone, cell) => stone !== 0 && !stones[cell]);

/** How likely the network makes a move, by itself or after it has looked ahead. */
export const shareOf = ({ probability, searched }: MoveTold, looksAhead: boolean): number =>
  looksAhead ? (searched ?? probability) : probability;

/** The move that it makes. */
export function bestOf({ moves }: PlayTold, looksAhead: boolean): MoveTold | null {
  return moves.reduce<MoveTold | null>(
    (best, move) => (best && shareOf(best, looksAhead) >= shareOf(move, looksAhead) ? best : move),
    null,
  );
}

/** How a game stands, in words, for the one who plays as `human`. */
export function wordsOf(stones: Stones, told: PlayTold | null, human: Side): string {
  const isTheirs = toMove(stones) === human;
  if (!told) return isTheirs ? "Asking the network…" : "The network thinks…";
  if (told.over === "drawn") return "Drawn: nobody has won.";
  if (told.over === "lost") return isTheirs ? "The network has won." : "You have won.";
  return isTheirs ? "Your move." : "The network moves…";
}

/** Where a cell lies, in words. */
export const placeOf = (cell: number, columns: number): string =>
  `row ${Math.floor(cell / columns) + 1}, column ${(cell % columns) + 1}`;

export const areAlike = (one: Stones, two: Stones): boolean =>
  one.length === two.length && one.every((stone, cell) => stone === two[cell]);
