import type { AnswerKind, AnswerProps } from "../kinds";
import { Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";
import { Mark, Plane } from "./parts/Plane";
import { percentOf } from "./parts/plane";
import { Strip } from "./parts/Strip";

/** A point that was made, among more of them and real ones. */
function Points({ name, told }: AnswerProps<"points">) {
  const { place, box, made, points } = told;
  const many = made.shape[0] ?? 0;
  return (
    <div className="answer-figures">
      <Titled title={name}>
        <Plane
          box={box}
          x={told.x}
          y={told.y}
          points={points}
          made={made}
          label={`${name}: a point that was made, among ${many} more and ${points.shape[0] ?? 0} real ones`}
        >
          <Mark at={percentOf(place, box)} kind="said" />
        </Plane>
      </Titled>
      <div className="answer-side">
        <dl className="answer-next" aria-live="polite">
          {place.map((value, axis) => (
            <div key={axis === 0 ? told.x : told.y}>
              <dt>{axis === 0 ? told.x : told.y}</dt>
              <dd>{numberText(Number(value.toPrecision(4)))}</dd>
            </div>
          ))}
        </dl>
        <ul className="class-legend answer-legend">
          <li>
            <span className="swatch" style={{ background: "var(--accent)" }} />
            {many} more, by other chance
          </li>
          {(points.shape[0] ?? 0) > 0 && (
            <li>
              <span className="swatch" style={{ background: "var(--fg-3)" }} />
              learned from
            </li>
          )}
        </ul>
      </div>
      {told.film && <Strip name="how it was made" film={told.film} />}
    </div>
  );
}

export const answer: AnswerKind<"points"> = { key: "points", Answer: Points };
