import { expect, test } from "vitest";
import type { Node, Preview } from "../types/generated";
import { sharesWords } from "./DataWindow";
import { askedOf } from "./previews";

const node = (params: Node["params"]): Node => ({ type: "TwoMoons", params, position: [0, 0], note: "" });

test("a node's data are asked for with its parameters, those of its block put in", () => {
  expect(askedOf(node({ noise: 0.5, samples: "=2 * many" }), { many: 70 }, "test", true)).toEqual({
    type: "TwoMoons",
    params: { noise: 0.5, samples: 140 },
    part: "test",
    is_small: true,
  });
});

test("data are not asked for while a parameter can't be worked out", () => {
  expect(askedOf(node({ samples: "=2 * many" }), {}, "test", true)).toBeNull();
});

test("how many of a part are shown is said", () => {
  const words = { look: "class", name: "label", words: ["a", "b"] } as const;
  const preview: Preview = {
    part: "validation",
    samples: [1000, 200, 2],
    fields: [],
    counts: [],
    shown: { kind: "table", columns: [{ ...words, words: ["a", "b"] }] },
  };
  expect(sharesWords(preview)).toBe("1,202 samples in all. Shown: the first 2 of 200 for validation.");
  expect(sharesWords({ ...preview, part: "test" })).toBe("1,202 samples in all. Shown: all 2 for test.");
});
