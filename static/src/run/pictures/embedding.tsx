import { useMemo } from "react";
import { count } from "../live/sentences";
import { ClassLegend } from "../looks/parts/ClassLegend";
import { Dots } from "../looks/parts/Dots";
import { boxAround, squared, valuesOf } from "../looks/parts/floats";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"embedding"> = {
  key: "embedding",
  Picture: ({ picture }) => {
    const points = useMemo(() => valuesOf(picture.points), [picture]);
    const box = useMemo(() => squared(boxAround(points)), [points]);
    const sets = useMemo(() => [{ points, labels: picture.labels }], [points, picture]);
    return (
      <>
        <Dots sets={sets} box={box} label={`${points.length / 2} samples as this node sees them`} />
        <ClassLegend classes={picture.classes} />
      </>
    );
  },
  OnNode: ({ picture }) => {
    const points = useMemo(() => valuesOf(picture.points), [picture]);
    const box = useMemo(() => boxAround(points), [points]);
    const sets = useMemo(() => [{ points, labels: picture.labels, radius: 9 }], [points, picture]);
    return (
      <div style={{ width: 184, height: 96 }}>
        <Dots sets={sets} box={box} label="Samples as this node sees them" aspect={184 / 96} />
      </div>
    );
  },
  words: ({ picture: { kept, features } }) =>
    features === 2
      ? "its two values, as they are"
      : `${Math.round(kept * 100)} % of the spread of ${count(features)} values`,
};
