import { expect, test } from "vitest";
import { inRows } from "./names";

const widthOf = (text: string) => text.length;

test.each([
  ["loss", 4, 1, ["loss"]],
  ["loss", 4, 2, ["loss"]],
  ["texture_loss", 8, 1, ["texture…"]],
  ["texture_loss", 8, 2, ["texture_", "loss"]],
  ["of_content_too", 8, 2, ["of_", "content…"]],
  ["of_content_too", 8, 3, ["of_", "content_", "too"]],
  ["of_content_too", 11, 2, ["of_content_", "too"]],
  ["textures", 6, 2, ["textu…"]],
  ["judge_of_", 7, 2, ["judge_", "of_"]],
  ["textures_a", 6, 2, ["textu…"]],
])("%s has rows of at most %i", (name, width, rows, written) => {
  expect(inRows(name, width, rows, widthOf)).toEqual(written);
});
