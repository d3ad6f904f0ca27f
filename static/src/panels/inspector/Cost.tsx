import type { NodeReport } from "../../types/generated";
import { inBytes, inWords } from "./quantities";

type Costs = Pick<NodeReport, "parameters" | "frozen" | "flops" | "activation_bytes">;

const ROWS: readonly {
  name: string;
  help: string;
  said: (costs: Costs) => string;
  isShown?: (costs: Costs) => boolean;
}[] = [
  {
    name: "Learned parameters",
    help: "The numbers that training changes: weights and biases.",
    said: ({ parameters }) => parameters.toLocaleString("en"),
  },
  {
    name: "Frozen parameters",
    help: "Weights and biases that training leaves as they are.",
    isShown: ({ frozen }) => Boolean(frozen),
    said: ({ frozen = 0 }) => frozen.toLocaleString("en"),
  },
  {
    name: "Multiply-adds",
    help:
      "How often two numbers are multiplied and added up in matrix products, convolutions and attention, " +
      "while one sample goes forward. The way back takes about twice as many. One multiply-add is two FLOPs.",
    said: ({ flops }) => inWords(flops / 2),
  },
  {
    name: "Memory in training",
    help: "What is kept of one sample until the gradients are known. A batch takes it for each of its samples.",
    said: ({ activation_bytes }) => inBytes(activation_bytes),
  },
];

/** What a node, or the whole network, costs: rows for a list of facts. */
export function CostRows({ costs }: { costs: Costs | null | undefined }) {
  return ROWS.filter(({ isShown }) => !isShown || (costs && isShown(costs))).map(({ name, help, said }) => (
    <div key={name} title={help}>
      <dt>{name}</dt>
      <dd>{costs ? said(costs) : "…"}</dd>
    </div>
  ));
}

/** What the numbers above it are for, where titles can't be read. */
export function CostNote() {
  return <p className="form-help">Multiply-adds and memory are those of one sample.</p>;
}
