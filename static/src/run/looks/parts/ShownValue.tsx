import "../watch.css";
import type { Shown } from "../../../types/generated";
import { isStrip, mapsShape } from "./atlas";
import { Maps } from "./Maps";
import { Photos } from "./Photos";
import { isColoured } from "./photos";
import { SeriesLine } from "./SeriesLine";

const SIDE_PX = 56;
const LONG_WORDS = 20;

/** One value of a sample: a small picture, or words. */
export function ShownValue({
  shown: { name, picture, words, is_series },
  side = SIDE_PX,
}: {
  shown: Shown;
  side?: number;
}) {
  if (!picture)
    return <span className={`shown-words ${words.length > LONG_WORDS ? "is-long" : ""}`}>{words}</span>;
  if (is_series)
    return <SeriesLine values={picture} label={name} style={{ width: 2 * side, height: side }} />;
  if (isColoured(picture))
    return (
      <Photos
        values={{ ...picture, shape: [1, ...picture.shape] }}
        aspect={1}
        label={name}
        style={{ width: side, height: side }}
      />
    );
  const isPicture = mapsShape(picture.shape) !== null;
  const isSquare = isPicture && !isStrip(picture);
  return (
    <Maps
      values={picture}
      palette={isPicture ? "ink" : "value"}
      fill={{ aspect: isSquare ? 1 : 3 }}
      label={name}
      style={{ width: isSquare ? side : 2 * side, height: isPicture ? side : 14 }}
    />
  );
}
