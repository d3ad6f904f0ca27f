import { useMemo } from "react";
import { ClassLegend } from "../looks/parts/ClassLegend";
import { Dots } from "../looks/parts/Dots";
import { valuesOf } from "../looks/parts/floats";
import { Maps } from "../looks/parts/Maps";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"latent"> = {
  key: "latent",
  Picture: ({ picture }) => {
    const points = useMemo(() => valuesOf(picture.points), [picture]);
    const sets = useMemo(() => [{ points, labels: picture.labels, radius: 6 }], [points, picture]);
    return (
      <div className="side-by-side">
        <Maps
          values={picture.decoded}
          palette="ink"
          fill={{ columns: picture.side }}
          label={`What is drawn for each code: ${picture.side} by ${picture.side} places of the map`}
        />
        <div className="with-legend">
          <Dots sets={sets} box={picture.box} label="Where validation samples lie on the map" />
          <ClassLegend classes={picture.classes} />
        </div>
      </div>
    );
  },
  words: ({ picture: { box, code } }) => `both values of ${code} from ${box[0]} to ${box[1]}`,
};
