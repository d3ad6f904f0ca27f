import { useMemo, useState } from "react";
import { Scale } from "../../run/looks/parts/Scale";
import type { HeatTold } from "../../types/generated";
import { fromBase64 } from "../bytes";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Opacity, Over, Picture, Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";
import { commonScale, sidesOf, valueAt } from "./parts/shades";

/** A number for each place of the picture, as heat over it. */
function Heat({ name, told, right, asks, given }: AnswerProps<"heat">) {
  const [opacity, setOpacity] = useState(1);
  const { height, width } = sidesOf(told.values.shape);
  const scale = commonScale([told.values, right?.values]);
  const shown = { over: told.over, asks, given, height, width };
  return (
    <div className="answer-figures">
      <Titled title={name}>
        <Over {...shown} label={`${name}: ${told.meaning}`}>
          <HeatMap told={told} opacity={opacity} scale={scale} />
        </Over>
      </Titled>
      {right && (
        <Titled title="what would be right">
          <Over {...shown} label="What would be right">
            <HeatMap told={right} opacity={opacity} scale={scale} />
          </Over>
        </Titled>
      )}
      <div className="answer-side">
        <Scale low={scale[0]} high={scale[1]} palette="value" />
        <p className="tryit-fine">{told.meaning}</p>
        <Opacity value={opacity} onChange={setOpacity} />
      </div>
    </div>
  );
}

interface HeatMapProps {
  told: HeatTold;
  opacity: number;
  scale: readonly [number, number];
}

/** The values, each said where the pointer is. */
function HeatMap({ told: { values, name }, opacity, scale }: HeatMapProps) {
  const bytes = useMemo(() => fromBase64(values.data), [values]);
  const { height, width } = sidesOf(values.shape);
  const [at, setAt] = useState<number | null>(null);
  return (
    <div
      className="answer-layer"
      style={{ opacity }}
      onPointerMove={({ currentTarget, clientX, clientY }) => {
        const box = currentTarget.getBoundingClientRect();
        const column = Math.floor(((clientX - box.left) / box.width) * width);
        const row = Math.floor(((clientY - box.top) / box.height) * height);
        setAt(Math.max(0, Math.min(height - 1, row)) * width + Math.max(0, Math.min(width - 1, column)));
      }}
      onPointerLeave={() => setAt(null)}
    >
      <Picture values={values} look="value" label={name} scale={scale} />
      {at !== null && (
        <span className="answer-read">
          {name} {numberText(Number(valueAt(values, bytes[at] ?? 0).toPrecision(3)))}
        </span>
      )}
    </div>
  );
}

export const answer: AnswerKind<"heat"> = { key: "heat", Answer: Heat };
