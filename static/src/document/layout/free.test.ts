import { describe, expect, test } from "vitest";
import { areClose, type Box, freeShift } from "./free";

const box = (x: number, y: number, width = 196, height = 100): Box => ({ x, y, width, height });
const shifted = (boxes: readonly Box[], [dx, dy]: readonly [number, number]) =>
  boxes.map((each) => ({ ...each, x: each.x + dx, y: each.y + dy }));
const crowd = Array.from({ length: 1000 }, (_, i) => box((i % 40) * 230, Math.floor(i / 40) * 130));

describe("a free place", () => {
  test("is exactly where it was meant, as near to another as that may be", () => {
    expect(freeShift([box(0, 0)], [])).toEqual([0, 0]);
    expect(freeShift([box(197, 0)], [box(0, 0)])).toEqual([0, 0]);
    expect(freeShift([], [box(0, 0)])).toEqual([0, 0]);
  });

  test("is near, with some air around it, where something stands already", () => {
    const meant = box(10, 40);
    const taken = [box(0, 0)];
    const [moved] = shifted([meant], freeShift([meant], taken)) as [Box];
    expect(areClose(moved, taken[0] as Box, 19)).toBe(false);
    expect(Math.hypot(moved.x - meant.x, moved.y - meant.y)).toBeLessThan(110);
  });

  test("of several boxes is one for all: they keep their shape", () => {
    const meant = [box(0, 0), box(240, 0), box(240, 140)];
    const taken = [box(250, 150)];
    const shift = freeShift(meant, taken);
    expect(shift).not.toEqual([0, 0]);
    expect(shifted(meant, shift).every((each) => !areClose(each, taken[0] as Box))).toBe(true);
  });

  test("is in view while there is room in view, also for what was meant elsewhere", () => {
    const view = box(0, 0, 700, 400);
    const taken = [box(20, 20), box(20, 140), box(20, 260), box(240, 20)];
    for (const meant of [box(30, 30), box(3000, -200), box(600, 380)]) {
      const [moved] = shifted([meant], freeShift([meant], taken, view)) as [Box];
      expect(taken.every((each) => !areClose(moved, each))).toBe(true);
      expect(
        moved.x >= 0 && moved.x + moved.width <= 700 && moved.y >= 0 && moved.y + moved.height <= 400,
      ).toBe(true);
    }
  });

  test("is out of view where the view is full, but not far", () => {
    const view = box(0, 0, 420, 120);
    const taken = [box(0, 0), box(210, 0)];
    const [moved] = shifted([box(100, 10)], freeShift([box(100, 10)], taken, view)) as [Box];
    expect(taken.every((each) => !areClose(moved, each))).toBe(true);
    expect(Math.hypot(moved.x - 100, moved.y - 10)).toBeLessThan(150);
  });

  test("is found for a hundred nodes in a crowd of a thousand", () => {
    const meant = crowd.slice(400, 500).map((each) => ({ ...each, x: each.x + 32, y: each.y + 32 }));
    const moved = shifted(meant, freeShift(meant, crowd));
    expect(moved.some((each) => crowd.some((other) => areClose(each, other)))).toBe(false);
  });
});
