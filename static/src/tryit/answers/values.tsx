import type { ComponentProps } from "react";
import { count, shapeText } from "../../run/live/sentences";
import { Scale } from "../../run/looks/parts/Scale";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Picture, Titled } from "./parts/Layers";
import { commonScale, sidesOf } from "./parts/shades";

/** Many values as a picture of their sizes. */
function Values({ name, told, right }: AnswerProps<"values">) {
  const { shape, left, meaning } = told;
  const scale = commonScale([told.values, right?.values], true);
  const look = scale[0] < 0 ? "signed" : "value";
  const hidden = left > 0 ? `, of which ${count(left)} are not shown` : "";
  return (
    <div className="answer-figures">
      <Titled title={`${name}: ${shapeText(shape)} values${hidden}`}>
        <Seen values={told.values} look={look} scale={scale} label={`${name}: the sizes of its values`} />
        <Scale low={scale[0]} high={scale[1]} palette={look} />
      </Titled>
      {right && (
        <Titled title="what would be right">
          <Seen values={right.values} look={look} scale={scale} label="What would be right" />
        </Titled>
      )}
      {meaning && <p className="tryit-fine answer-side">{meaning}</p>}
    </div>
  );
}

/** As high as pictures are, unless it is a strip. */
function Seen(props: ComponentProps<typeof Picture>) {
  const { height, width } = sidesOf(props.values.shape);
  return (
    <div className={`answer-picture ${width > 2 * height ? "is-wide" : ""}`}>
      <Picture {...props} />
    </div>
  );
}

export const answer: AnswerKind<"values"> = { key: "values", Answer: Values };
