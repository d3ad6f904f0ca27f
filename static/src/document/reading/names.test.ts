import { describe, expect, test } from "vitest";
import type { NodeType } from "../../types/generated";
import { freeId, freshId, refuseId } from "./names";

const type = (name: string, role: NodeType["role"] = "layer"): NodeType => ({
  type: name,
  role,
  category: "",
  summary: "",
  in_torchs_words: false,
  inputs: [],
  outputs: [],
  params: [],
});

describe("a node's id", () => {
  test.each([
    ["Conv2d", [], "conv1"],
    ["Conv2d", ["conv1"], "conv2"],
    ["MaxPool2d", [], "max_pool1"],
    ["ReLU", [], "relu1"],
    ["BatchNorm1d", [], "batch_norm1"],
  ])("a new %s beside %o is named %s", (name, taken, id) => {
    expect(freshId(type(name), taken)).toBe(id);
  });

  test("what there is usually one of has no number", () => {
    expect(freshId(type("CrossEntropyLoss", "loss"), [])).toBe("loss");
    expect(freshId(type("CrossEntropyLoss", "loss"), ["loss"])).toBe("loss2");
    expect(freshId(type("Accuracy", "metric"), [])).toBe("accuracy");
  });

  test("a copy takes the next free number", () => {
    expect(freeId("conv1", ["conv1", "conv2"])).toBe("conv3");
    expect(freeId("loss", ["loss"])).toBe("loss2");
    expect(freeId("loss", [])).toBe("loss");
  });

  test.each(["", "1st", "my layer", "a.b", "größe", "class", "None", "conv1", "x".repeat(65)])(
    "%s is refused",
    (id) => {
      expect(refuseId(id, ["conv1"])).toMatch(/\.$/);
    },
  );

  test.each(["conv2", "_hidden", "Features"])("%s is taken", (id) => {
    expect(refuseId(id, ["conv1"])).toBeNull();
  });
});
