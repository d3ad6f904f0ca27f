import "../looks/shown.css";
import type { GradientFlow } from "../../types/generated";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"gradient-flow"> = {
  key: "gradient-flow",
  Picture: ({ picture }) => <Flow {...picture} />,
  words: ({ picture: { layers } }) =>
    `${layers.length} layers from the data (left) to the loss (right), on training samples; root mean squares`,
};

type Side = "now" | "fresh";
const WIDTH = 320;
const HEIGHT = 120;
const LEFT = 44;

/** The gradient of every layer on a logarithmic scale: before training, and now. */
function Flow({ layers }: GradientFlow) {
  const told = layers.flatMap(({ now, fresh }) => [now, fresh]).filter((size): size is number => !!size);
  if (told.length === 0) return <p className="run-hint">No gradient reaches any layer.</p>;
  const low = Math.floor(Math.log10(Math.min(...told)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...told))));
  const across = (at: number) => LEFT + (at * (WIDTH - LEFT - 8)) / Math.max(1, layers.length - 1);
  const down = (size: number) => 6 + ((high - Math.log10(size)) / (high - low)) * (HEIGHT - 14);
  const pathOf = (side: Side) =>
    layers
      .map((layer, at) => ({ at, size: layer[side] }))
      .filter((point): point is { at: number; size: number } => !!point.size)
      .map(
        ({ at, size }, place) =>
          `${place === 0 ? "M" : "L"}${across(at).toFixed(1)} ${down(size).toFixed(1)}`,
      )
      .join("");
  return (
    <figure className="gradient-flow">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={sentence(layers)}>
        {[high, low].map((power) => (
          <g key={power}>
            <line x1={LEFT} x2={WIDTH - 8} y1={down(10 ** power)} y2={down(10 ** power)} />
            <text x={LEFT - 5} y={down(10 ** power) + 4} textAnchor="end">{`1e${power}`}</text>
          </g>
        ))}
        <path className="is-fresh" d={pathOf("fresh")} />
        <path d={pathOf("now")} />
      </svg>
      <figcaption>
        <span className="gradient-flow-key is-fresh" /> before training <span className="gradient-flow-key" />{" "}
        now
      </figcaption>
    </figure>
  );
}

function sentence(layers: GradientFlow["layers"]): string {
  const [first, last] = [layers[0], layers.at(-1)];
  const words = (size: number | null | undefined) => (size ? size.toExponential(1) : "none");
  return (
    `Gradient of ${first?.name}: ${words(first?.fresh)} before training, ${words(first?.now)} now; ` +
    `of ${last?.name}: ${words(last?.fresh)} before, ${words(last?.now)} now`
  );
}
