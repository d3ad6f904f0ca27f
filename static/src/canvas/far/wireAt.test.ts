import { expect, test } from "vitest";
import { curve, type Way } from "../routes/way";
import { wireAt } from "./wireAt";

const square: Way = {
  isCurve: false,
  points: [
    [0, 0],
    [100, 0],
    [100, 100],
  ],
};
const ways = new Map([
  ["square", square],
  ["bent", curve([0, 200], [100, 300])],
]);

test("a wire is hit beside each of its pieces, as far as a hand reaches", () => {
  expect(wireAt(ways, { x: 50, y: 4 }, 5)).toBe("square");
  expect(wireAt(ways, { x: 96, y: 60 }, 5)).toBe("square");
  expect(wireAt(ways, { x: 50, y: 6 }, 5)).toBeNull();
  expect(wireAt(ways, { x: 100, y: 106 }, 5)).toBeNull(); // past its end
});

test("a curve is hit where it is seen", () => {
  expect(wireAt(ways, { x: 50, y: 250 }, 3)).toBe("bent");
  expect(wireAt(ways, { x: 50, y: 205 }, 3)).toBeNull(); // on the straight line of its first half, not on the curve
});
