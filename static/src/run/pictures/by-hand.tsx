import "../looks/byHand/byHand.css";
import { useEffect, useState } from "react";
import { useView } from "../../editor";
import type { ByHand } from "../../types/generated";
import { onWires, type Phase, sumsOf, told } from "../looks/byHand/byHand";
import { writeOnWires } from "../looks/byHand/onWires";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"by-hand"> = {
  key: "by-hand",
  Picture: ({ picture }) => <Step step={picture} />,
  words: ({ picture: { loss } }) => `the loss of the next sample is ${told(loss)}`,
};

const PHASES: readonly (readonly [Phase, string, string])[] = [
  [
    "forward",
    "1 Forward",
    "From what comes in to the scores: each node computes with what the ones before it gave.",
  ],
  ["loss", "2 Loss", "How wrong that is, as one number: the smaller, the better."],
  [
    "backward",
    "3 Backward",
    "On the wires: ∂L/∂ of each number, how fast the loss would grow with it. From the last node to the first, by the chain rule.",
  ],
  ["update", "4 Update", "Each weight goes a little against its slope."],
];

/** One step as sums on paper; while it is on the page, its numbers stand on the wires of the drawing. */
function Step({ step }: { step: ByHand }) {
  const [phase, setPhase] = useState<Phase>("forward");
  const block = useView(({ document }) => document.blocks[document.main]);
  useEffect(() => writeOnWires(onWires(step, phase)), [step, phase]);
  useEffect(() => () => writeOnWires(null), []);
  const said = PHASES.find(([each]) => each === phase)?.[2];
  const isForetold = step.weights.every(({ updates }) => updates !== null);
  return (
    <div className="by-hand">
      <div className="chips" role="toolbar" aria-label="Part of the step">
        {PHASES.map(([each, title]) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === phase}
            onClick={() => setPhase(each)}
          >
            {title}
          </button>
        ))}
      </div>
      <p className="run-hint">
        {said} {step.rows > 1 && `This is the first of the ${step.rows} samples of the next step alone.`}
        {phase === "update" &&
          !isForetold &&
          " What the step does is not told here: it is made of more than this sample, or its gradients are clipped. Train with a batch size of 1."}
      </p>
      <dl className="sums">
        {block &&
          sumsOf(step, phase, block).map(({ node, lines }) => (
            <div key={node}>
              <dt>{node}</dt>
              {lines.map((line) => (
                <dd key={line}>{line}</dd>
              ))}
            </div>
          ))}
      </dl>
    </div>
  );
}
