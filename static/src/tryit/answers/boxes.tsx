import { useIsDark } from "../../run/charts/theme";
import { metricText } from "../../run/live/sentences";
import { classColour } from "../../run/looks/parts/colours";
import type { BoxesTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Over, Titled } from "./parts/Layers";

/** Boxes over the picture, with what is in them; the right ones are dashed. */
function Boxes({ name, told, right, asks, given }: AnswerProps<"boxes">) {
  const isDark = useIsDark();
  const asked = asks.fields.find(({ name: each }) => each === told.over);
  const [height = 1, width = 1] = asked ? asked.shape.slice(-2) : [];
  const colour = (label: string) => classColour(Math.max(0, told.classes.indexOf(label)), isDark);
  return (
    <div className="answer-figures">
      <Titled title={name}>
        <Over over={told.over} asks={asks} given={given} height={height} width={width} label={wordsOf(told)}>
          <svg className="answer-layer" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            {right?.boxes.map((box, place) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
                key={place}
                className="answer-box is-right"
                {...rectOf(box)}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {told.boxes.map((box, place) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
                key={place}
                className="answer-box"
                {...rectOf(box)}
                stroke={colour(box.label)}
                vectorEffect="non-scaling-stroke"
              />
            ))}
          </svg>
        </Over>
      </Titled>
      <ul className="answer-side answer-list">
        {told.boxes.length === 0 && <li>It sees nothing there.</li>}
        {told.boxes.map((box, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          <li key={place}>
            <span className="swatch" style={{ background: colour(box.label) }} />
            {box.label || "a box"}{" "}
            {box.score !== null && <span className="tryit-fine">{metricText(box.score, true)}</span>}
            <span className="tryit-fine answer-line">{placeWords(box)}</span>
          </li>
        ))}
        {right && <li className="tryit-fine">dashed: what would be right</li>}
      </ul>
    </div>
  );
}

type Box = BoxesTold["boxes"][number];

const rectOf = ({ left, top, right, bottom }: Box) => ({
  x: Math.min(left, right),
  y: Math.min(top, bottom),
  width: Math.abs(right - left),
  height: Math.abs(bottom - top),
});

const percent = (share: number) => Math.round(100 * share);

const span = (one: number, other: number) =>
  `${percent(Math.min(one, other))} to ${percent(Math.max(one, other))} %`;

const placeWords = ({ left, top, right, bottom }: Box) =>
  `${span(left, right)} across, ${span(top, bottom)} down`;

const wordsOf = ({ boxes }: BoxesTold) =>
  `${boxes.length} ${boxes.length === 1 ? "box" : "boxes"}${boxes.map(({ label }) => ` ${label}`).join(",")}`;

export const answer: AnswerKind<"boxes"> = { key: "boxes", Answer: Boxes };
