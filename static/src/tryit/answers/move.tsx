import "../../play/play.css";
import { useEffect } from "react";
import { bestOf, landing, placeOf } from "../../play/board";
import { percentText, worthText } from "../../play/words";
import type { AnswerKind, AnswerProps } from "../kinds";
import { think } from "../thought";

const MOST = 5;

/** Which moves the network likes, by itself and after it has looked ahead, and what it thinks of the position. */
function Move({ told, right, asks, given }: AnswerProps<"move">) {
  useEffect(() => think(given, told), [given, told]);
  const board = asks.fields.find(({ kind }) => kind === "board");
  const columns = board?.kind === "board" ? board.columns : 1;
  const looksAhead = told.searched !== null;
  const best = bestOf(told, looksAhead);
  const places = new Set(right?.moves.filter((move) => move.probability > 0).map(({ move }) => move));
  const shown = [...told.moves].sort((a, b) => b.probability - a.probability).slice(0, MOST);
  if (!best) return <p className="tryit-words">The game is over.</p>;
  return (
    <div className="play-told">
      <p className="tryit-winner">
        It likes <strong>{placeOf(landing(told.board, best), columns)}</strong>
        <span> {percentText(best.searched ?? best.probability)}</span>
      </p>
      {told.worth !== null && <p>Worth by itself {worthText(told.worth)}.</p>}
      {told.searched !== null && (
        <p>
          After it looked ahead {told.simulations} times {worthText(told.searched)}.
        </p>
      )}
      <table className="play-moves">
        <thead>
          <tr>
            <th scope="col">move</th>
            <th scope="col">by itself</th>
            {looksAhead && <th scope="col">looked ahead</th>}
            {right && <th scope="col">perfect play</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((move) => (
            <tr key={move.move}>
              <th scope="row">{placeOf(landing(told.board, move), columns)}</th>
              <td>{percentText(move.probability)}</td>
              {looksAhead && <td>{percentText(move.searched ?? 0)}</td>}
              {right && <td>{places.has(move.move) ? "best" : "a mistake"}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const answer: AnswerKind<"move"> = { key: "move", Answer: Move };
