import "../../play/play.css";
import { useEffect, useRef, useState } from "react";
import {
  areAlike,
  bestOf,
  landing,
  ownerOf,
  placeOf,
  type Side,
  shareOf,
  toMove,
  wordsOf,
} from "../../play/board";
import { Stone } from "../../play/Stone";
import { percentText } from "../../play/words";
import type { FieldKind, FieldProps } from "../kinds";
import { useThought } from "../thought";

const PAUSE_MS = 450;

/** A board to play on: the network answers each move with its own, until the game is over. */
function Board({ asked, given, onGive }: FieldProps<"board">) {
  const { columns, cells, title } = asked;
  const stones = given ?? emptyOf(asked.rows, columns);
  const told = useThought((thought) => thought.told);
  const known = told && areAlike(told.board, stones) ? told : null;
  const [human, setHuman] = useState<Side>("first");
  const [looksAhead, setLooksAhead] = useState(true);
  const [isOpen, setIsOpen] = useState(true);
  const played = useRef(given);
  useEffect(() => {
    if (given === played.current || !given) return;
    played.current = given;
    setHuman(toMove(given)); // a sample, say: whoever looks at it goes on from there
  }, [given]);
  const give = (next: number[]) => {
    played.current = next;
    onGive(next);
  };
  const isTheirs = toMove(stones) === human;
  const makes = known && !isTheirs ? bestOf(known, looksAhead) : null;
  const giving = useRef(give);
  giving.current = give;
  useEffect(() => {
    if (!makes) return;
    const wait = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : PAUSE_MS;
    const timer = setTimeout(() => giving.current(makes.board), wait);
    return () => clearTimeout(timer);
  }, [makes]);
  const begin = (side: Side) => {
    setHuman(side);
    give(emptyOf(asked.rows, columns));
  };
  const moves = new Map(known?.moves.map((move) => [move.move, move]));
  const landings = new Map(known?.moves.map((move) => [landing(stones, move), move]));
  return (
    <div className="play">
      <fieldset
        className="play-board"
        aria-label={`${title}: you are ${human === "first" ? "crosses" : "circles"}`}
        style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      >
        {cells.map((number, cell) => {
          const owner = ownerOf(stones, cell);
          const move = moves.get(number);
          const here = landings.get(cell);
          const share = here && isOpen ? percentText(shareOf(here, looksAhead)) : "";
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
              key={cell}
              type="button"
              className="play-cell"
              data-owner={owner}
              aria-label={`${placeOf(cell, columns)}: ${owner ? MARKS[owner] : "free"}${share && `, the network would ${share}`}`}
              aria-disabled={!isTheirs || !move || owner !== null}
              onClick={() => isTheirs && move && owner === null && give(move.board)}
            >
              {owner ? (
                <svg viewBox="0 0 10 10" aria-hidden>
                  <Stone side={owner} />
                </svg>
              ) : (
                <span className="play-share">{share}</span>
              )}
            </button>
          );
        })}
      </fieldset>
      <div className="play-side">
        <p className="play-words" role="status">
          {wordsOf(stones, known, human)}
        </p>
        <button type="button" className="tryit-button" onClick={() => begin("first")}>
          New game, you begin
        </button>
        <button type="button" className="tryit-button" onClick={() => begin("second")}>
          New game, it begins
        </button>
        {told?.simulations ? (
          <label className="play-choice">
            <input
              type="checkbox"
              checked={looksAhead}
              onChange={({ target }) => setLooksAhead(target.checked)}
            />
            It looks ahead {told.simulations} times
          </label>
        ) : null}
        <label className="play-choice">
          <input type="checkbox" checked={isOpen} onChange={({ target }) => setIsOpen(target.checked)} />
          Show what it thinks
        </label>
      </div>
    </div>
  );
}

const MARKS: Record<Side, string> = { first: "a cross", second: "a circle" };

const emptyOf = (rows: number, columns: number) => new Array<number>(rows * columns).fill(0);

export const field: FieldKind<"board"> = {
  key: "board",
  Field: Board,
  start: ({ rows, columns }) => emptyOf(rows, columns),
  call: "Tap a cell: the network answers with its move.",
};
