import type { Block, ByHand, HandSignal, HandWeights } from "../../../types/generated";

/** The four parts of a step, in their order. */
export type Phase = "forward" | "loss" | "backward" | "update";

/** What one node does in a part of the step: sums that can be checked with a pencil. */
export interface Sums {
  node: string;
  lines: string[];
}

const MOST_IN_LINE = 4;
const MOST_IN_COLUMN = 6;
const MOST_LINES = 16;

/** Three figures, with a true minus: `0.0312`, `−1.20`. */
export function told(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1000 || size < 0.001 ? size.toExponential(1).replace("e-", "e−") : size.toPrecision(3);
  return value < 0 ? `−${text}` : text;
}

/** Some values of a wire: all of a few, the first of many. */
export function several(values: readonly number[]): string {
  const shown = values.slice(0, MOST_IN_LINE).map(told).join("  ");
  return values.length > MOST_IN_LINE ? `${shown} …` : shown;
}

/** The same, one below the other. */
const column = (values: readonly number[]) =>
  [...values.slice(0, MOST_IN_COLUMN).map(told), ...(values.length > MOST_IN_COLUMN ? ["⋮"] : [])].join("\n");

/** What stands on the wires in a part of the step, by the port that they come from. */
export function onWires({ signals, loss, loss_node }: ByHand, phase: Phase): Map<string, string> {
  const isBack = phase === "backward" || phase === "update";
  const texts = new Map<string, string>();
  for (const { source, values, slopes } of signals) {
    const shown = isBack ? slopes : values;
    if (shown) texts.set(source, column(shown));
  }
  if (phase !== "forward") texts.set(`${loss_node}.loss`, isBack ? "1" : told(loss));
  return texts;
}

/** The sums of a part of the step, node by node in the order in which they are done. */
export function sumsOf(step: ByHand, phase: Phase, block: Block): Sums[] {
  if (phase === "forward") {
    const order = [...new Set(step.signals.map(({ source }) => nodeOf(source)))];
    const of = (node: string) => step.signals.filter(({ source }) => nodeOf(source) === node);
    return order.map((node) => ({
      node,
      lines: of(node).flatMap((signal) => forwardOf(step, signal, block)),
    }));
  }
  if (phase === "loss") return [{ node: step.loss_node, lines: [`L = ${told(step.loss)}`] }];
  const nodes = [...new Set(step.signals.map(({ source }) => nodeOf(source)))].reverse();
  const sums = nodes.map((node) => ({
    node,
    lines: phase === "backward" ? backwardOf(step, node, block) : updatesOf(step, node),
  }));
  return sums.filter(({ lines }) => lines.length > 0);
}

function forwardOf(step: ByHand, { source, values }: HandSignal, block: Block): string[] {
  const node = nodeOf(source);
  const given = givenTo(step, node, block);
  const linear = linearOf(step, node, given, values);
  const type = block.nodes[node]?.type ?? "";
  if (linear) {
    const { weight, bias, x } = linear;
    const lines = values.map((value, row) => {
      const terms = x.map(
        (each, column) => `${factor(weight.values[row * x.length + column])} · ${factor(each)}`,
      );
      if (bias) terms.push(told(bias.values[row] ?? 0));
      return `${nameOf(node, row, values.length)} = ${terms.join(" + ")} = ${told(value)}`;
    });
    return shortened(lines);
  }
  if (given === null) return [`${source.split(".")[1]} = ${several(values)}`];
  if (given.length === values.length) {
    const lines = values.map(
      (value, row) =>
        `${nameOf(node, row, values.length)} = ${type}(${told(given[row] ?? 0)}) = ${told(value)}`,
    );
    return shortened(lines);
  }
  return [`${type}(${several(given)}) = ${several(values)}`];
}

function backwardOf(step: ByHand, node: string, block: Block): string[] {
  const lines: string[] = [];
  const out = step.signals.find(({ source }) => nodeOf(source) === node);
  if (out?.slopes)
    lines.push(
      ...out.slopes.map((slope, row) => `∂L/∂${nameOf(node, row, out.slopes?.length ?? 1)} = ${told(slope)}`),
    );
  const linear = out && linearOf(step, node, givenTo(step, node, block), out.values);
  for (const { name, slopes, shape } of weightsOf(step, node)) {
    const columns = shape[1] ?? 1;
    for (const [at, slope] of slopes.entries()) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const rule =
        linear && out?.slopes && name === "weight"
          ? `${factor(out.slopes[row])} · ${factor(linear.x[column])} = `
          : "";
      lines.push(`∂L/∂${placeOf(name, shape, at)} = ${rule}${told(slope)}`);
    }
  }
  return shortened(lines);
}

function updatesOf(step: ByHand, node: string): string[] {
  return shortened(
    weightsOf(step, node).flatMap(({ name, shape, values, updates }) =>
      (updates ?? []).map((by, at) => {
        const value = values[at] ?? 0;
        const sign = by < 0 ? "−" : "+";
        return `${placeOf(name, shape, at)}: ${told(value)} ${sign} ${told(Math.abs(by))} = ${told(value + by)}`;
      }),
    ),
  );
}

interface Linear {
  weight: HandWeights;
  bias: HandWeights | undefined;
  x: readonly number[];
}

/** What a node multiplies by what, where it is a weighted sum. */
function linearOf(
  step: ByHand,
  node: string,
  x: readonly number[] | null,
  values: readonly number[],
): Linear | null {
  const mine = weightsOf(step, node);
  const weight = mine.find(({ name }) => name === "weight");
  if (!x || !weight || weight.shape[0] !== values.length || weight.shape[1] !== x.length) return null;
  return { weight, bias: mine.find(({ name }) => name === "bias"), x };
}

/** What comes into a node with one wire; null where several do, or none. */
function givenTo(step: ByHand, node: string, block: Block): readonly number[] | null {
  const sources = Object.entries(block.edges).filter(([target]) => nodeOf(target) === node);
  const source = sources.length === 1 ? sources[0]?.[1] : undefined;
  return step.signals.find((signal) => signal.source === source)?.values ?? null;
}

const nodeOf = (port: string) => port.split(".")[0] ?? port;

const weightsOf = (step: ByHand, node: string) => step.weights.filter((each) => each.node === node);

const nameOf = (node: string, row: number, rows: number) => (rows === 1 ? node : `${node}[${row + 1}]`);

function placeOf(name: string, shape: readonly number[], at: number): string {
  const columns = shape[1];
  if (columns === undefined) return `${name}[${at + 1}]`;
  return `${name}[${Math.floor(at / columns) + 1}, ${(at % columns) + 1}]`;
}

/** A number within a product: one below zero in brackets. */
const factor = (value: number | undefined) => ((value ?? 0) < 0 ? `(${told(value ?? 0)})` : told(value ?? 0));

const shortened = (lines: string[]) =>
  lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more`]
    : lines;
