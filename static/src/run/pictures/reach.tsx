import "../looks/reach.css";
import { valuesOf } from "../looks/parts/floats";
import type { PictureKind } from "../looks/registry";

const WIDTH = 264;
const HEIGHT = 96;
const DECADES = 12;

/** The size of the gradient at each step, on a logarithmic axis: one decade is a twelfth of the height. */
export const picture: PictureKind<"reach"> = {
  key: "reach",
  Picture: ({ picture: { powers, first } }) => {
    const sizes = valuesOf(powers);
    return (
      <figure className="reach">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={told(sizes.length, first)}
          preserveAspectRatio="none"
        >
          {[3, 6, 9].map((decade) => (
            <line
              key={decade}
              x1={0}
              x2={WIDTH}
              y1={(decade / DECADES) * HEIGHT}
              y2={(decade / DECADES) * HEIGHT}
            />
          ))}
          <path d={pathOf(sizes)} vectorEffect="non-scaling-stroke" />
        </svg>
        <figcaption>
          <span>step 1: {size(first)}</span>
          <span>step {sizes.length}</span>
        </figcaption>
        <p className="run-hint">{verdict(first)}</p>
      </figure>
    );
  },
  OnNode: ({ picture: { first } }) => <p className="on-node-words">first step {size(first)}</p>,
  words: () => "the gradient of the last output by each step; a line for each thousandth",
};

function pathOf(sizes: Float32Array): string {
  const wide = WIDTH / Math.max(1, sizes.length - 1);
  const points = [...sizes].map(
    (power, step) => `${(step * wide).toFixed(1)},${((-power / DECADES) * HEIGHT).toFixed(1)}`,
  );
  return `M${points.join("L")}`;
}

function told(steps: number, first: number): string {
  return `Gradient of the last output by each of ${steps} steps: ${size(first)} of the largest at the first step`;
}

const size = (power: number) => (power > -DECADES ? (10 ** power).toExponential(0) : "nothing");

/** What a learner may make of it. */
function verdict(first: number): string {
  if (first < -6) return "The gradient has vanished on its way back: the first steps can't be learned from.";
  if (first < -3) return "The gradient fades on its way back: the first steps are learned from slowly.";
  return "The gradient reaches the first step: what came first can be learned from.";
}
