import { useMemo } from "react";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";
import { Mark, Plane } from "./parts/Plane";
import { arrowPath, arrowsOf, pathOf, percentOf } from "./parts/plane";
import { valuesOf } from "./parts/shades";

const LONGEST = 7;

/** Where a point goes, and where all others would. */
function Flow({ name, told, right }: AnswerProps<"flow">) {
  const { box, begins, ends } = told;
  const way = useMemo(() => valuesOf(told.way), [told.way]);
  const arrows = useMemo(() => arrowsOf(valuesOf(begins), valuesOf(ends), box, LONGEST), [begins, ends, box]);
  const wanted = useMemo(() => right && valuesOf(right.way), [right]);
  const at = (place: number): [number, number] =>
    percentOf([way[2 * place] as number, way[2 * place + 1] as number], box);
  const point = (places: Float32Array) =>
    `(${numberText(round(places[2]))}, ${numberText(round(places[3]))})`;
  return (
    <div className="answer-figures">
      <Titled title={`${name}: the way of its answers to its own answers; arrows say where other points go`}>
        <Plane box={box} x={told.x} y={told.y} points={told.points} label={`${name}: where points go`}>
          {arrows.map((arrow) => (
            <path
              key={`${arrow.x} ${arrow.y}`}
              className="answer-arrow"
              d={arrowPath(arrow)}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <path className="answer-way" d={pathOf(way, box)} vectorEffect="non-scaling-stroke" />
          <Mark at={at(0)} kind="given" />
          {wanted && <Mark at={percentOf([wanted[2] as number, wanted[3] as number], box)} kind="right" />}
          <Mark at={at(1)} kind="said" />
        </Plane>
      </Titled>
      <dl className="answer-next answer-side" aria-live="polite">
        <div>
          <dt>it goes to</dt>
          <dd>{point(way)}</dd>
        </div>
        {wanted && (
          <div>
            <dt>right is</dt>
            <dd>{point(wanted)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

const round = (value: number | undefined) => Number((value ?? 0).toPrecision(4));

export const answer: AnswerKind<"flow"> = { key: "flow", Answer: Flow };
