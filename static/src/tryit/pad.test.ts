import { expect, test } from "vitest";
import { cellCentre, distanceToSegment, moveCell, PAD_SIZE, Pad, padPoint } from "./pad";

const at = (pad: Pad, x: number, y: number) => pad.ink[y * PAD_SIZE + x];

test("a stroke inks what lies on it, softens at its edge, and leaves the rest", () => {
  const pad = new Pad();
  pad.stroke({ x: 10, y: 32 }, { x: 50, y: 32 });
  expect(at(pad, 30, 32)).toBe(255);
  const edge = at(pad, 30, 36) ?? 0;
  expect(edge).toBeGreaterThan(0);
  expect(edge).toBeLessThan(255);
  expect(at(pad, 30, 40)).toBe(0);
  expect(at(pad, 58, 32)).toBe(0);
});

test("a tap is a round dot", () => {
  const pad = new Pad();
  pad.stroke({ x: 32, y: 32 }, { x: 32, y: 32 });
  expect(at(pad, 32, 32)).toBe(255);
  expect(at(pad, 35, 32)).toBe(at(pad, 32, 35));
});

test("crossing strokes don't fade each other, and off the pad nothing breaks", () => {
  const pad = new Pad();
  pad.stroke({ x: -20, y: 20 }, { x: 90, y: 20 });
  pad.stroke({ x: 20, y: 22 }, { x: 20, y: 90 });
  expect(at(pad, 20, 20)).toBe(255);
  expect(at(pad, 0, 20)).toBe(255);
});

test("clearing leaves paper", () => {
  const pad = new Pad();
  expect(pad.isEmpty).toBe(true);
  pad.stroke({ x: 5, y: 5 }, { x: 9, y: 9 });
  expect(pad.isEmpty).toBe(false);
  pad.clear();
  expect(pad.isEmpty).toBe(true);
});

test("the grey values travel row by row as base64", () => {
  const pad = new Pad();
  pad.stroke({ x: 1, y: 0 }, { x: 1, y: 0 });
  const sent = Uint8Array.from(atob(pad.toBase64()), (character) => character.charCodeAt(0));
  expect(sent).toEqual(pad.ink);
});

test("distances to a segment count from its ends too", () => {
  expect(distanceToSegment({ x: 0, y: 3 }, { x: -5, y: 0 }, { x: 5, y: 0 })).toBe(3);
  expect(distanceToSegment({ x: 9, y: 3 }, { x: -5, y: 0 }, { x: 5, y: 0 })).toBe(5);
  expect(distanceToSegment({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toBe(5);
});

test("a pointer's place on the page is a place on the pad at any size", () => {
  const box = { left: 100, top: 50, width: 256, height: 128 };
  expect(padPoint({ clientX: 228, clientY: 114 }, box)).toEqual({ x: PAD_SIZE / 2, y: PAD_SIZE / 2 });
});

test("arrow keys walk the grid and stay on it", () => {
  expect(moveCell({ x: 0, y: 0 }, "ArrowLeft")).toEqual({ x: 0, y: 0 });
  expect(moveCell({ x: 0, y: 0 }, "ArrowDown")).toEqual({ x: 0, y: 1 });
  expect(moveCell({ x: 15, y: 15 }, "ArrowRight")).toEqual({ x: 15, y: 15 });
  expect(cellCentre({ x: 0, y: 15 })).toEqual({ x: 2, y: 62 });
});
