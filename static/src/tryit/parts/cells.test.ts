import { expect, test } from "vitest";
import { cellAt, cellsBetween, covered, stepped } from "./cells";

test("a pointer is in the cell below it, and never beyond the edge", () => {
  const box = { left: 10, top: 20, width: 80, height: 40 };
  expect(cellAt({ clientX: 10, clientY: 20 }, box, 4, 8)).toEqual({ row: 0, column: 0 });
  expect(cellAt({ clientX: 55, clientY: 45 }, box, 4, 8)).toEqual({ row: 2, column: 4 });
  expect(cellAt({ clientX: 999, clientY: 60 }, box, 4, 8)).toEqual({ row: 3, column: 7 });
});

test("arrow keys stay on the grid, and other keys stay where they are", () => {
  expect(stepped({ row: 0, column: 0 }, "ArrowUp", 2, 2)).toEqual({ row: 0, column: 0 });
  expect(stepped({ row: 0, column: 0 }, "ArrowRight", 2, 2)).toEqual({ row: 0, column: 1 });
  expect(stepped({ row: 1, column: 1 }, "a", 2, 2)).toEqual({ row: 1, column: 1 });
});

test("a quick stroke leaves no gaps", () => {
  expect(cellsBetween({ row: 0, column: 0 }, { row: 0, column: 3 })).toHaveLength(4);
  expect(cellsBetween({ row: 2, column: 2 }, { row: 2, column: 2 })).toEqual([{ row: 2, column: 2 }]);
});

test("a brush covers what lies around a cell, as far as the grid goes", () => {
  expect(covered({ row: 0, column: 0 }, 0, 4, 4)).toHaveLength(1);
  expect(covered({ row: 2, column: 2 }, 1, 5, 5)).toHaveLength(5);
  expect(covered({ row: 0, column: 0 }, 1, 5, 5)).toHaveLength(3);
});
