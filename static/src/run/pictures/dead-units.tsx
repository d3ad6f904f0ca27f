import { useMemo } from "react";
import { count } from "../live/sentences";
import { Maps } from "../looks/parts/Maps";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"dead-units"> = {
  key: "dead-units",
  Picture: ({ picture }) => (
    <>
      <p className="dead-words" data-dead={picture.dead > 0}>
        {picture.dead === 0
          ? `All ${count(picture.units)} units react.`
          : `${count(picture.dead)} of ${count(picture.units)} units give the same for every sample.`}
      </p>
      <Strip active={picture.active} label="How often each unit is above 0" />
      <p className="run-hint">Each place is a unit: the brighter, the more often it is above 0.</p>
    </>
  ),
  OnNode: ({ picture }) => (
    <div className="on-node-strip">
      <Strip active={picture.active} label="How often each unit is above 0" height={22} width={184} />
      <p className="on-node-words" data-state={picture.dead > 0 ? "none" : "fine"}>
        <b>
          {picture.dead} of {picture.units} dead
        </b>
      </p>
    </div>
  ),
  words: ({ picture }) => `over ${count(picture.samples)} validation samples`,
};

function Strip({
  active,
  label,
  width = 264,
  height = 80,
}: {
  active: Uint8Array;
  label: string;
  width?: number;
  height?: number;
}) {
  const columns = useMemo(() => {
    const wide = Math.ceil(Math.sqrt((active.length * width) / height));
    return Math.max(1, Math.min(active.length, wide));
  }, [active.length, width, height]);
  const values = useMemo(() => ({ shape: [active.length, 1, 1], low: 0, high: 1, data: active }), [active]);
  return <Maps values={values} palette="value" fill={{ columns }} label={label} style={{ width, height }} />;
}
