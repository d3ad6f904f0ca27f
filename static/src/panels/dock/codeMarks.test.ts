import { expect, test } from "vitest";
import { DEFAULT_TRAINING } from "../../document/graph/projection";
import type { Document } from "../../types/generated";
import { markLines } from "./codeMarks";

const SOURCE = `class ConvRelu(nn.Module):
    def __init__(self) -> None:
        self.conv1 = nn.Conv2d(1, 8)

class Network(nn.Module):
    def forward(self, image: Tensor) -> Tensor:
        conv1 = self.conv1(image)
        return conv1

def objective_loss(network: Network) -> Tensor:
    conv1 = network.conv1(image)`.split("\n");
const EMPTY = { params: {}, nodes: {}, edges: {} };
const DRAWING: Document = {
  version: 1,
  main: "main",
  blocks: { main: EMPTY, conv_relu: EMPTY },
  training: DEFAULT_TRAINING,
};

const marked = (block: string) =>
  markLines(SOURCE, ["conv1"], DRAWING, block).flatMap((isMarked, index) => (isMarked ? [index + 1] : []));

test("a node is marked in the code of the block that it is in, and nowhere else", () => {
  expect(marked("main")).toEqual([7, 11]);
  expect(marked("conv_relu")).toEqual([3]);
});
