import "../looks/shown.css";
import type { BoxesSeen } from "../../types/generated";
import { useIsDark } from "../charts/theme";
import { classColour } from "../looks/parts/colours";
import { ShownValue } from "../looks/parts/ShownValue";
import type { PictureKind } from "../looks/registry";

const SIDE_PX = 144;

type Sample = BoxesSeen["samples"][number];
type Box = Sample["said"][number];

export const picture: PictureKind<"boxes"> = {
  key: "boxes",
  Picture: ({ picture: { samples, classes } }) => (
    <ol className="boxed-samples">
      {samples.map((sample) => (
        <li key={sample.number}>
          <Boxed sample={sample} classes={classes} />
        </li>
      ))}
    </ol>
  ),
  words: ({ picture: { least } }) =>
    `dashed: what is there${least === null ? "" : `; found with a score of at least ${least}`}`,
};

function Boxed({ sample: { number, given, said, right }, classes }: { sample: Sample; classes: string[] }) {
  const isDark = useIsDark();
  const colour = (label: string) => classColour(Math.max(0, classes.indexOf(label)), isDark);
  return (
    <figure className="boxed">
      <div className="boxed-picture" style={{ width: SIDE_PX, height: SIDE_PX }}>
        <ShownValue shown={given} side={SIDE_PX} />
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={`Sample ${number}: ${wordsOf(said, right)}`}
        >
          {right.map((box, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
            <rect key={place} className="is-right" {...rectOf(box)} />
          ))}
          {said.map((box, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
            <rect key={place} {...rectOf(box)} stroke={colour(box.label)} />
          ))}
        </svg>
      </div>
      <figcaption className="boxed-names">
        {said.length === 0 && "It finds nothing here."}
        {said.slice(0, 3).map((box, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          <span key={place}>
            <span className="swatch" style={{ background: colour(box.label) }} />
            {nameOf(box)}
          </span>
        ))}
        {said.length > 3 && <span>and {said.length - 3} more</span>}
      </figcaption>
    </figure>
  );
}

const rectOf = ({ left, top, right, bottom }: Box) => ({
  x: 100 * left,
  y: 100 * top,
  width: 100 * (right - left),
  height: 100 * (bottom - top),
});

const nameOf = ({ label, score }: Box) =>
  `${label || "a box"}${score === null ? "" : ` ${Math.round(100 * score)} %`}`;

const wordsOf = (said: Box[], right: Box[]) =>
  `found ${said.map(nameOf).join(", ") || "nothing"}; there ${right.length === 1 ? "is" : "are"} ${right.map(nameOf).join(", ") || "nothing"}`;
