import { expect, test } from "vitest";
import { courseIn, drawnIn } from "./courses";

const TABLE = "step,epoch,train/loss,validation/accuracy\n1,1,0.7,\n2,1,0.6,0.5\n4,2,nan,0.75\n";

test("a column of a table of curves is a course without its empty cells", () => {
  expect(courseIn(TABLE, "validation/accuracy")).toEqual([
    [2, 0.5],
    [4, 0.75],
  ]);
  expect(courseIn(TABLE, "train/loss")).toEqual([
    [1, 0.7],
    [2, 0.6],
  ]);
  expect(courseIn(TABLE, "validation/none")).toEqual([]);
});

test("courses share one frame: the greatest is at its top, the least at its foot, the last step at its end", () => {
  const one = courseIn(TABLE, "validation/accuracy");
  const { lines, low, high, last } = drawnIn({ width: 100, height: 10 }, [one, [[8, 1]]]);
  expect({ low, high, last }).toEqual({ low: 0.5, high: 1, last: 8 });
  expect(lines).toEqual(["25.0,10.0 50.0,5.0", "100.0,0.0"]);
});

test("a course that never moves is a line, not a division by nothing", () => {
  expect(
    drawnIn({ width: 10, height: 10 }, [
      [
        [1, 2],
        [2, 2],
      ],
    ]).lines,
  ).toEqual(["5.0,10.0 10.0,10.0"]);
});
