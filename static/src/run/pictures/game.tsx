import "../../play/play.css";
import { placeOf, type Side } from "../../play/board";
import { Stone } from "../../play/Stone";
import { percentText } from "../../play/words";
import type { GameSeen, Position } from "../../types/generated";
import type { PictureKind } from "../looks/registry";

/** Side of a cell, in pixels: boards of more rows have smaller ones, so that what is said below them is seen too. */
const LARGE = 30;
const SMALL = 24;
const FEW_ROWS = 3;
const ROOM = 1.5;
const STRONGEST = 0.5;
const SIDES: readonly (Side | null)[] = [null, "first", "second"];
const MARKS: Record<Side, string> = { first: "crosses", second: "circles" };

export const picture: PictureKind<"game"> = {
  key: "game",
  Picture: ({ picture }) => (
    <ol className="game-seen" aria-label={`${picture.title}, position by position`}>
      {picture.positions.map((position, moves) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a position is known by its place
        <li key={moves}>
          <Seen game={picture} position={position} mover={moves % 2 === 0 ? "first" : "second"} />
        </li>
      ))}
    </ol>
  ),
  words: ({ picture: { positions, won } }) => {
    const made = positions.length - 1;
    const bad = positions.filter(isMistaken).length;
    const end = won ? `${MARKS[won]} won` : "drawn";
    return `against itself: ${end} after ${made} moves, ${bad === 1 ? "1 mistake" : `${bad} mistakes`}`;
  },
};

const isMistaken = ({ moves, made }: Position) =>
  moves.some(({ cell, is_best }) => cell === made && !is_best);

/** A position with how likely each move is made, and which one is; below it, what it is worth. */
function Seen({ game, position, mover }: { game: GameSeen; position: Position; mover: Side }) {
  const { rows, columns } = game;
  const { stones, moves, made, worth, best } = position;
  const side = rows > FEW_ROWS ? SMALL : LARGE;
  const [wide, high] = [columns * side, rows * side];
  const at = (cell: number) => ({ x: (cell % columns) * side, y: Math.floor(cell / columns) * side });
  return (
    <figure className="game-position">
      <svg
        width={wide + 2 * ROOM}
        height={high + 2 * ROOM}
        viewBox={`${-ROOM} ${-ROOM} ${wide + 2 * ROOM} ${high + 2 * ROOM}`}
        role="img"
        aria-label={wordsOf(game, position, mover)}
      >
        {stones.map((stone, cell) => {
          const owner = SIDES[stone];
          const { x, y } = at(cell);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
            <g key={cell} transform={`translate(${x} ${y})`}>
              <rect width={side} height={side} />
              {owner && (
                <g data-owner={owner} transform={`scale(${side / 10})`}>
                  <Stone side={owner} />
                </g>
              )}
            </g>
          );
        })}
        {moves.map(({ cell, share, is_best }) => {
          const { x, y } = at(cell);
          return (
            <g key={cell} transform={`translate(${x} ${y})`}>
              <title>{`${placeOf(cell, columns)}: ${percentText(share)}${is_best ? "" : ", a mistake"}`}</title>
              <rect className="is-weighed" width={side} height={side} fillOpacity={STRONGEST * share} />
              <text x={side / 2} y={side / 2 + 4}>
                {Math.round(100 * share)}
              </text>
            </g>
          );
        })}
        {made !== null && (
          <rect
            className="is-made"
            data-best={!isMistaken(position)}
            {...at(made)}
            width={side}
            height={side}
          />
        )}
      </svg>
      <figcaption>
        {made === null ? (
          <b>{game.won ? `${MARKS[game.won]} won` : "drawn"}</b>
        ) : (
          <>
            <span>
              <svg className="game-mover" viewBox="0 0 10 10" role="img" aria-label={MARKS[mover]}>
                <g data-owner={mover}>
                  <Stone side={mover} />
                </g>
              </svg>{" "}
              {worth === null ? "moves" : `says ${signed(worth)}`}
            </span>
            <span className="faint">{ENDS[best + 1]}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

/** What perfect play makes of a position, for who moves. */
const ENDS = ["is lost", "is drawn", "is won"];

const signed = (worth: number) => `${worth < 0 ? "−" : "+"}${Math.abs(worth).toFixed(2)}`;

function wordsOf({ columns, won }: GameSeen, { moves, made, worth, best }: Position, mover: Side): string {
  if (made === null) return won ? `${MARKS[won]} have won` : "Drawn";
  const share = moves.find(({ cell }) => cell === made)?.share ?? 0;
  const said = worth === null ? "" : `, worth ${signed(worth)} by what it says`;
  return `${MARKS[mover]} move to ${placeOf(made, columns)}, ${percentText(share)}${said}; by perfect play it ${ENDS[best + 1]}`;
}
