import { expect, test } from "vitest";
import { lined, placeIn, rangeOf } from "./curve";

test("a series lies in memory by steps or by channels", () => {
  expect(placeIn(0, 24, 2)(1, 3)).toBe(7);
  expect(placeIn(1, 24, 2)(1, 3)).toBe(27);
});

test("a quick hand leaves a straight line, in both directions", () => {
  expect(lined({ step: 2, value: 0 }, { step: 4, value: 1 })).toEqual([
    { step: 2, value: 0 },
    { step: 3, value: 0.5 },
    { step: 4, value: 1 },
  ]);
  expect(lined({ step: 4, value: 1 }, { step: 3, value: 0 }).map(({ step }) => step)).toEqual([4, 3]);
  expect(lined({ step: 1, value: 0 }, { step: 1, value: 3 })).toEqual([{ step: 1, value: 3 }]);
});

test("what goes beyond the data is seen as well", () => {
  expect(rangeOf(-1, 1, [0, 5])).toEqual([-1.2, 5]);
});
