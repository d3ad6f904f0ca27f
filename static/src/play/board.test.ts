import { expect, test } from "vitest";
import type { PlayTold } from "../types/generated";
import { bestOf, landing, ownerOf, placeOf, toMove, wordsOf } from "./board";
import { percentText, worthText } from "./words";

const STONES = [1, 2, 0, 0];
const TOLD: PlayTold = {
  kind: "move",
  board: STONES,
  moves: [
    { move: 2, probability: 0.7, searched: 0.1, board: [2, 1, 2, 0], ends: "" },
    { move: 3, probability: 0.3, searched: 0.9, board: [2, 1, 0, 2], ends: "won" },
  ],
  over: "",
  worth: 0.1,
  searched: 0.9,
  simulations: 50,
};

test("who began has the crosses, whoever sees the board", () => {
  expect(toMove(STONES)).toBe("first");
  expect([0, 1, 2].map((cell) => ownerOf(STONES, cell))).toEqual(["first", "second", null]);
  expect([0, 1, 3].map((cell) => ownerOf([2, 1, 0, 2], cell))).toEqual(["first", "second", "first"]);
});

test("a stone of a move lies where none lay before", () => {
  expect(TOLD.moves.map((move) => landing(STONES, move))).toEqual([2, 3]);
});

test("it makes the move that it likes best, by itself or after it has looked ahead", () => {
  expect([bestOf(TOLD, false)?.move, bestOf(TOLD, true)?.move]).toEqual([2, 3]);
  expect(bestOf({ ...TOLD, moves: [] }, true)).toBeNull();
});

test("the end of a game is told to the one who plays", () => {
  const lost: PlayTold = { ...TOLD, moves: [], over: "lost" };
  expect(wordsOf(STONES, lost, "first")).toBe("The network has won.");
  expect(wordsOf(STONES, lost, "second")).toBe("You have won.");
  expect(wordsOf(STONES, { ...lost, over: "drawn" }, "first")).toBe("Drawn: nobody has won.");
  expect(wordsOf(STONES, TOLD, "first")).toBe("Your move.");
  expect(wordsOf(STONES, null, "second")).toBe("The network thinks…");
});

test("places, shares and worths are words", () => {
  expect(placeOf(5, 3)).toBe("row 2, column 3");
  expect([0, 0.001, 0.256, 1].map(percentText)).toEqual(["0 %", "< 1 %", "26 %", "100 %"]);
  expect([-0.5, 0, 0.5].map(worthText)).toEqual([
    "−0.50: it thinks that who moves loses",
    "0.00: it thinks that nobody wins",
    "+0.50: it thinks that who moves wins",
  ]);
});
