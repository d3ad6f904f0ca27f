import "../watch.css";
import type { Shown } from "../../../types/generated";
import { mapsShape } from "./atlas";
import { Maps } from "./Maps";

const SIDE_PX = 56;
const LONG_WORDS = 20;

/** One value of a sample: a small picture, or words. */
export function ShownValue({ shown: { name, picture, words } }: { shown: Shown }) {
  if (!picture)
    return <span className={`shown-words ${words.length > LONG_WORDS ? "is-long" : ""}`}>{words}</span>;
  const isPicture = mapsShape(picture.shape) !== null;
  return (
    <Maps
      values={picture}
      palette={isPicture ? "ink" : "value"}
      fill={{ aspect: isPicture ? 1 : 3 }}
      label={name}
      style={{ width: isPicture ? SIDE_PX : 2 * SIDE_PX, height: isPicture ? SIDE_PX : 14 }}
    />
  );
}
