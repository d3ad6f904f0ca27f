import { Scale } from "../../run/looks/parts/Scale";
import type { PictureTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Picture, Titled } from "./parts/Layers";
import { Strip } from "./parts/Strip";
import { commonScale, sidesOf } from "./parts/shades";

/** The picture that the network made, and the right one beside it. */
function Made({ name, told, right }: AnswerProps<"picture">) {
  const scale = commonScale([told.values, right?.values], told.look === "signed");
  const isScaled = told.look === "value" || told.look === "signed";
  return (
    <div className="answer-figures">
      <Titled title={told.is_chance ? `${name}: how probable each pixel is` : name}>
        <Seen told={told} scale={scale} label={`${name}, the picture that the network made`} />
        {isScaled && <Scale low={scale[0]} high={scale[1]} palette={told.look} />}
      </Titled>
      {right && (
        <Titled title="what would be right">
          <Seen told={right} scale={scale} label="What would be right" />
        </Titled>
      )}
      {told.more && <More more={told.more} look={told.look} />}
      {told.film && <Strip name="how it was made" film={told.film} />}
    </div>
  );
}

interface SeenProps {
  told: PictureTold;
  scale: readonly [number, number];
  label: string;
}

function Seen({ told, scale, label }: SeenProps) {
  return (
    <div className="answer-picture">
      <Picture values={told.values} look={told.look} scale={scale} label={label} />
    </div>
  );
}

/** What else chance makes of the same. */
function More({ more, look }: { more: NonNullable<PictureTold["more"]>; look: PictureTold["look"] }) {
  const { many } = sidesOf(more.shape);
  return (
    <Titled title={`${many} more, by other chance`}>
      <div className="answer-more">
        {Array.from({ length: many }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a picture is its place
          <Picture key={place} values={more} look={look} place={place} label={`Another one, ${place + 1}`} />
        ))}
      </div>
    </Titled>
  );
}

export const answer: AnswerKind<"picture"> = { key: "picture", Answer: Made };
