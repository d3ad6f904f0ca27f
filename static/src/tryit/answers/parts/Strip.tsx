import { useMemo, useState } from "react";
import { boxAround, squared } from "../../../run/looks/parts/floats";
import { Maps } from "../../../run/looks/parts/Maps";
import type { Stages } from "../../../types/generated";
import { fromBase64 } from "../../bytes";
import { Picture, Titled } from "./Layers";
import { Mark, Plane } from "./Plane";
import { pathOf, percentOf } from "./plane";
import { valuesOf } from "./shades";

/** The stages of what was made, from noise on. */
export function Strip({ name, film: told }: { name: string; film: Stages }) {
  if (told.way && told.points) return <Way name={name} way={told.way} points={told.points} />;
  const { pictures, values } = told;
  if (pictures)
    return (
      <ol className="answer-film" aria-label={`${name}: from noise to the sample`}>
        {told.places.map((stage, place) => (
          <li key={stage}>
            <Titled title={stageWords(told, stage)}>
              <Picture
                values={pictures}
                look={told.is_ink ? "ink" : "value"}
                place={place}
                label={stageWords(told, stage)}
              />
            </Titled>
          </li>
        ))}
      </ol>
    );
  if (!values) return null;
  return (
    <Titled title={`${name}: ${told.many} stages from top to bottom, noise first`}>
      <Maps
        values={{ ...values, data: fromBase64(values.data) }}
        palette="signed"
        fill={{ columns: 1 }}
        label={`${name}: stages`}
        style={{ width: 260, height: Math.min(180, 14 * told.places.length) }}
      />
    </Titled>
  );
}

const stageWords = ({ many }: Stages, stage: number) =>
  stage === 0 ? "noise" : stage === many - 1 ? "the sample" : `after ${stage}`;

/** How a point moved from noise to where it lies: stage by stage. */
function Way({
  name,
  way,
  points,
}: {
  name: string;
  way: NonNullable<Stages["way"]>;
  points: NonNullable<Stages["points"]>;
}) {
  const places = useMemo(() => valuesOf(way), [way]);
  const real = useMemo(() => valuesOf(points), [points]);
  const box = useMemo(() => squared(boxAround(real, places)), [real, places]);
  const last = places.length / 2 - 1;
  const [stage, setStage] = useState(last);
  const at = (place: number): [number, number] =>
    percentOf([places[2 * place] as number, places[2 * place + 1] as number], box);
  const shown = Math.min(stage, last);
  return (
    <Titled
      title={
        <label className="tryit-fine">
          {name}: {shown === 0 ? "noise" : `after ${shown} of ${last} steps`}
          <input
            type="range"
            min={0}
            max={last}
            value={shown}
            onChange={({ target }) => setStage(Number(target.value))}
          />
        </label>
      }
    >
      <Plane box={box} x="x" y="y" points={points} label={`${name}: the way from noise to the sample`}>
        <path
          className="answer-way"
          d={pathOf(places.subarray(0, 2 * shown + 2), box)}
          vectorEffect="non-scaling-stroke"
        />
        <Mark at={at(0)} kind="given" />
        <Mark at={at(shown)} kind="said" />
      </Plane>
    </Titled>
  );
}
