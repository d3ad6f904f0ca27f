import { Scale } from "../../run/looks/parts/Scale";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Picture, Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";
import { Mark, Plane } from "./parts/Plane";
import { percentOf } from "./parts/plane";

/** How dense the data are, everywhere and at one place, as the network has it. */
function Density({ name, told }: AnswerProps<"density">) {
  const { place, box, density, points } = told;
  const round = (value: number) => numberText(Number(value.toPrecision(4)));
  return (
    <div className="answer-figures">
      <Titled title={`${name}: how dense it takes the data to be`}>
        <Plane
          box={box}
          x={told.x}
          y={told.y}
          points={points}
          label="The density of the data, by the network"
          below={<Picture values={density} look="value" label="" />}
        >
          <Mark at={percentOf(place, box)} kind="said" />
        </Plane>
      </Titled>
      <div className="answer-side">
        <dl className="answer-next" aria-live="polite">
          <div>
            <dt>log density there</dt>
            <dd>{round(told.log_density)} nats</dd>
          </div>
          <div>
            <dt>bent to</dt>
            <dd>
              ({round(told.image[0])}, {round(told.image[1])})
            </dd>
          </div>
        </dl>
        <Scale low={density.low} high={density.high} palette="value" />
        <p className="tryit-fine">Density: the share of the data in a place, over its area.</p>
      </div>
    </div>
  );
}

export const answer: AnswerKind<"density"> = { key: "density", Answer: Density };
