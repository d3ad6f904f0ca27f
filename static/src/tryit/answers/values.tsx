import { count, shapeText } from "../../run/live/sentences";
import { Scale } from "../../run/looks/parts/Scale";
import type { ValuesTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Picture, Titled } from "./parts/Layers";

/** Many values as a picture of their sizes. */
function Values({ name, told, right }: AnswerProps<"values">) {
  const { shape, values, left, meaning } = told;
  const look = lookOf(told);
  return (
    <div className="answer-figures">
      <Titled
        title={`${name}: ${shapeText(shape)} values${left > 0 ? `, of which ${count(left)} are not shown` : ""}`}
      >
        <div className="answer-picture is-wide">
          <Picture values={values} look={look} label={`${name}: the sizes of its values`} />
        </div>
        <Scale low={values.low} high={values.high} palette={look} />
        {meaning && <p className="tryit-fine">{meaning}</p>}
      </Titled>
      {right && (
        <Titled title="what would be right">
          <div className="answer-picture is-wide">
            <Picture values={right.values} look={lookOf(right)} label="What would be right" />
          </div>
          <Scale low={right.values.low} high={right.values.high} palette={lookOf(right)} />
        </Titled>
      )}
    </div>
  );
}

const lookOf = ({ values }: ValuesTold) => (values.low < 0 ? "signed" : "value");

export const answer: AnswerKind<"values"> = { key: "values", Answer: Values };
