import { HistogramBars } from "../looks/parts/HistogramBars";
import type { PictureKind } from "../looks/registry";

const HEALTHY = { low: 1e-4, high: 1e-2 };

export const picture: PictureKind<"gradients"> = {
  key: "gradients",
  Picture: ({ picture: { gradient, ratio, vanished, parameters } }) => (
    <>
      <dl className="facts">
        <dt>Gradient</dt>
        <dd>{vanished ? "none" : gradient.toExponential(1)}</dd>
        <dt>Next update</dt>
        <dd>{ratio === null ? "not known" : `${share(ratio)} of the weights`}</dd>
      </dl>
      <p className="run-hint">{verdict(ratio, vanished)}</p>
      <ul className="tensors">
        {parameters.map((pull) => (
          <li key={pull.name}>
            <p className="tensor-name">
              <span>{pull.name}</span>{" "}
              <span className="faint">
                {pull.gradient.toExponential(1)}
                {pull.ratio !== null && `, update ${share(pull.ratio)}`}
              </span>
            </p>
            <HistogramBars histogram={pull.histogram} label={`How the gradient of ${pull.name} is spread`} />
          </li>
        ))}
      </ul>
    </>
  ),
  OnNode: ({ picture: { gradient, ratio, vanished } }) => (
    <p className="on-node-words" data-state={stateOf(ratio, vanished)}>
      <b>{vanished ? "no gradient" : `gradient ${gradient.toExponential(1)}`}</b>
      {ratio !== null && <span className="on-node-update">update {share(ratio)}</span>}
    </p>
  ),
  words: () => "on training samples; sizes are root mean squares",
};

function stateOf(ratio: number | null, vanished: boolean): "none" | "small" | "large" | "fine" {
  if (vanished) return "none";
  if (ratio === null) return "fine";
  return ratio < HEALTHY.low ? "small" : ratio > HEALTHY.high ? "large" : "fine";
}

/** What a learner may make of it. */
function verdict(ratio: number | null, vanished: boolean): string {
  return {
    none: "Nothing pulls at these weights: they don't learn from these samples.",
    small:
      "The next step hardly moves these weights. Late in training that is fine; early, try a larger learning rate.",
    large: "The next step moves these weights a lot. If the loss jumps, try a smaller learning rate.",
    fine: "About a thousandth of the weights in each step is usual.",
  }[stateOf(ratio, vanished)];
}

function share(ratio: number): string {
  return `${(100 * ratio).toPrecision(2)} %`;
}
