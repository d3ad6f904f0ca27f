import { expect, test } from "vitest";
import { areClose, type Box } from "../document/layout/free";
import { clearest, viewOf } from "./fitting";

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });
const LIMITS = { least: 0.05, most: 1.1 };
const CANVAS = { width: 740, height: 430 };

function shown(parts: readonly Box[], over: readonly Box[] = [], canvas = CANVAS) {
  const { x, y, zoom } = viewOf(parts, canvas, over, LIMITS);
  const drawn = parts.map((each) =>
    box(each.x * zoom + x, each.y * zoom + y, each.width * zoom, each.height * zoom),
  );
  return { zoom, drawn };
}

const isInside = (part: Box, { width, height }: { width: number; height: number }) =>
  part.x >= 0 && part.y >= 0 && part.x + part.width <= width && part.y + part.height <= height;

test("all parts are in view, also a wire that runs outside of the nodes", () => {
  const nodes = [box(0, 0, 196, 107), box(1200, 700, 196, 107)];
  const wire = box(-60, 300, 1600, 40);
  const { drawn } = shown([...nodes, wire]);
  expect(drawn.every((part) => isInside(part, CANVAS))).toBe(true);
});

test("a small drawing is not magnified beyond what reads well, and none is nothing to look at", () => {
  expect(shown([box(0, 0, 196, 107)]).zoom).toBe(1.1);
  expect(viewOf([], CANVAS, [], LIMITS)).toEqual({ x: 0, y: 0, zoom: 1 });
});

test("nothing that must be seen lies under what lies over the canvas", () => {
  const parts = [
    box(0, 0, 196, 107),
    box(1400, 0, 196, 107),
    box(0, 800, 196, 107),
    box(1400, 800, 196, 107),
  ];
  const trail = box(12, 10, 150, 30);
  const banner = box(150, 8, 440, 34);
  const palette = box(0, 0, 232, 430);
  for (const over of [[trail], [trail, banner], [palette], [trail, banner, palette]]) {
    const { drawn } = shown(parts, over);
    expect(drawn.every((part) => isInside(part, CANVAS))).toBe(true);
    expect(drawn.some((part) => over.some((each) => areClose(part, each)))).toBe(false);
  }
});

test("what lies where nothing is drawn takes no room", () => {
  const parts = [box(0, 100, 196, 107), box(700, 0, 196, 507)];
  const trail = box(10, 10, 100, 24);
  expect(shown(parts, [trail]).zoom).toBe(shown(parts).zoom);
});

test("on a phone whose canvas is nearly covered, the drawing is in view all the same", () => {
  const phone = { width: 390, height: 500 };
  const { drawn } = shown([box(0, 0, 1400, 500)], [box(0, 0, 232, 500), box(180, 0, 210, 500)], phone);
  expect(drawn.every((part) => isInside(part, phone))).toBe(true);
});

test("the clearest part of the canvas is the largest on which nothing lies", () => {
  expect(clearest(box(0, 0, 700, 400), [])).toEqual(box(0, 0, 700, 400));
  expect(clearest(box(0, 0, 700, 400), [box(0, 0, 232, 400), box(300, 0, 200, 30)])).toEqual(
    box(232, 30, 468, 370),
  );
});
