import { describe, expect, test } from "vitest";
import type { Obstacle, Point } from "./box";
import { type Label, middleOf, placeLabels } from "./labels";
import { curve, type Way, type Wire } from "./way";

const wire = (id: string, net: string, from: Point, to: Point): Wire => ({
  id,
  net,
  from,
  to,
  source: "a",
  target: "b",
});
const label = (id: string, width = 80): Label => ({ wire: id, width, height: 18 });
const node = (left: number, top: number, below = 0): Obstacle => ({
  id: `${left} ${top}`,
  box: { left, top, right: left + 196, bottom: top + 84 },
  below,
});

const long = wire("long", "a", [0, 0], [400, 0]);
const straight = new Map([["long", curve(long.from, long.to)]]);
const place = (obstacles: Obstacle[], width?: number) =>
  placeLabels([label("long", width)], [long], straight, obstacles).get("long");

describe("a label", () => {
  test("lies in the middle of its wire", () => {
    expect(place([])).toEqual([200, 0]);
  });

  test("moves along its wire to where no node and no picture is", () => {
    const [x = 0, y] = place([node(150, 2)]) ?? [];
    expect(y).toBe(0);
    expect(x + 40).toBeLessThan(150);
    expect(place([node(150, -150, 66)])).toEqual(place([node(150, -84)]));
  });

  test("is left out where there is no room for it", () => {
    expect(place([node(0, 2), node(196, 2), node(392, 2)])).toBeUndefined();
    expect(place([], 390)).toBeUndefined();
  });

  test("covers no wire of another net, which it would seem to name", () => {
    const other = wire("other", "c", [200, -100], [200, 100]);
    const ways = new Map<string, Way>([
      ...straight,
      ["other", { isCurve: false, points: [other.from, other.to] }],
    ]);
    const [x = 200] = placeLabels([label("long")], [long, other], ways, []).get("long") ?? [];
    expect(Math.abs(x - 200)).toBeGreaterThan(40);
  });

  test("covers no other label", () => {
    const wires = [long, wire("twin", "a", [0, 6], [400, 6])];
    const ways = new Map(wires.map(({ id, from, to }) => [id, curve(from, to)]));
    const places = placeLabels([label("long"), label("twin")], wires, ways, []);
    const [one, other] = [places.get("long"), places.get("twin")] as [Point, Point];
    expect(Math.abs(one[0] - other[0])).toBeGreaterThanOrEqual(80);
  });

  test("that was left out can still be shown in the middle of its way", () => {
    expect(middleOf(curve([0, 0], [100, 0]))).toEqual([50, 0]);
    const square: Way = { isCurve: false, points: [[0, 0], [20, 0], [20, 50], [300, 50]] }; // biome-ignore format: corners
    expect(middleOf(square)).toEqual([160, 50]);
  });
});
