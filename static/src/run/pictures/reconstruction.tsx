import type { Shades } from "../../types/generated";
import { Maps } from "../looks/parts/Maps";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"reconstruction"> = {
  key: "reconstruction",
  Picture: ({ picture: { given, answered, expected, classes } }) => (
    <div className="in-and-out">
      <Row name="in" values={given} isClassed={false} />
      <Row name="out" values={answered} isClassed={classes.length > 0} />
      {expected && <Row name="should be" values={expected} isClassed={classes.length > 0} />}
    </div>
  ),
};

function Row({ name, values, isClassed }: { name: string; values: Shades; isClassed: boolean }) {
  return (
    <>
      <span className="row-name">{name}</span>
      <Maps
        values={values}
        palette={isClassed ? "value" : "ink"}
        fill={{ columns: values.shape[0] ?? 1 }}
        label={`${name}: ${values.shape[0]} samples`}
      />
    </>
  );
}
