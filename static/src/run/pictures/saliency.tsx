import { useMemo } from "react";
import type { Explained, Reading, Saliency, Shades } from "../../types/generated";
import { isStrip } from "../looks/parts/atlas";
import { byteValue } from "../looks/parts/bars";
import type { Palette } from "../looks/parts/colours";
import { Maps } from "../looks/parts/Maps";
import { SeriesLine } from "../looks/parts/SeriesLine";
import { ShownValue } from "../looks/parts/ShownValue";
import type { PictureKind } from "../looks/registry";

/** Both networks below one another in a dock as it opens. */
const SIDE_PX = 42;

export const picture: PictureKind<"saliency"> = {
  key: "saliency",
  Picture: ({ picture }) => (
    <div className="saliency">
      <ol className="saliency-samples">
        {picture.samples.map((sample) => (
          <li key={sample.number}>
            <Sample sample={sample} maps={picture.maps} />
          </li>
        ))}
      </ol>
      <p className="run-hint">
        Slope: where the answer would change fastest. Share: what speaks for it (blue) and against it
        (orange), begun from {picture.baseline}.{picture.maps && ` Grad-CAM: where ${picture.maps} saw it.`} A
        map that looks the same before the training says little of what was learned.
      </p>
    </div>
  ),
  words: ({ picture: { samples } }) => `${samples.length} validation samples`,
};

function Sample({ sample, maps }: { sample: Explained; maps: Saliency["maps"] }) {
  const { number, answer, right, trained, untrained, letters } = sample;
  const rows: [string, Reading][] = [["trained", trained]];
  if (untrained) rows.push(["untrained", untrained]);
  return (
    <table>
      <caption>
        Sample {number}: <b>{answer}</b> · {percent(trained.chance)}
        {right && right !== answer && <span data-right={false}> is {right}</span>}
      </caption>
      <thead>
        <tr>
          <td />
          {letters.length === 0 && <th scope="col">sample</th>}
          <th scope="col">slope</th>
          <th scope="col">share</th>
          {maps && <th scope="col">Grad-CAM</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, reading], row) => (
          <tr key={name}>
            <th scope="row" title={saidBy(name, reading, answer)}>
              {name}
              <span className="faint"> {percent(reading.chance)}</span>
            </th>
            {letters.length === 0 && (
              <td>{row === 0 && <ShownValue shown={sample.given} side={SIDE_PX} />}</td>
            )}
            <td>
              <Over sample={sample} map={reading.slope} palette="value" label={`Slope, ${name}`} />
            </td>
            <td>
              <Over sample={sample} map={reading.share} palette="signed" label={`Share, ${name}`} />
            </td>
            {maps && (
              <td>
                {reading.cam && (
                  <Over sample={sample} map={reading.cam} palette="value" label={`Grad-CAM, ${name}`} />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface OverProps {
  sample: Explained;
  map: Shades;
  palette: Palette;
  label: string;
}

/** A map over the picture that it is of, or letters as strong as they count. */
function Over({ sample: { given, letters }, map, palette, label }: OverProps) {
  if (letters.length > 0) return <Letters letters={letters} map={map} label={label} />;
  const isPicture = given.picture?.shape.length === 3;
  const isSeries = given.is_series && given.picture;
  const style = { width: isSeries || isStrip(map) ? 2 * SIDE_PX : SIDE_PX, height: SIDE_PX };
  return (
    <div className="over" data-series={isSeries ? true : undefined} style={style}>
      {isPicture && given.picture && (
        <Maps values={given.picture} palette="ink" fill={{ aspect: 1 }} most={1} style={style} />
      )}
      <Maps values={map} palette={palette} fill={{ aspect: 1 }} label={label} style={style} />
      {isSeries && <SeriesLine values={isSeries} label="" style={style} />}
    </div>
  );
}

function Letters({
  letters,
  map: { data, low, high },
  label,
}: {
  letters: string[];
  map: Shades;
  label: string;
}) {
  const parts = useMemo(() => {
    const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return Array.from(data, (byte) => byteValue(byte, low, high) / reach);
  }, [data, low, high]);
  const gap = letters.every((letter) => letter.length === 1) ? "" : letters.some(isOfMany) ? " · " : " ";
  return (
    <p className="weighed" aria-label={label} role="img">
      {letters.map((letter, place) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter is its place
          key={place}
          data-sign={(parts[place] ?? 0) < 0 ? "less" : "more"}
          style={{ "--part": `${Math.round(70 * Math.abs(parts[place] ?? 0))}%` } as object}
          title={(100 * (parts[place] ?? 0)).toFixed(0)}
        >
          {letter}
          {place + 1 < letters.length && gap}
        </span>
      ))}
    </p>
  );
}

const isOfMany = (words: string) => words.includes(" ");

const percent = (chance: number) => `${Math.round(100 * chance)} %`;

function saidBy(name: string, { chance, explained }: Reading, answer: string): string {
  const sum = explained === null ? "" : ` The shares add up to ${percent(explained)} of the change.`;
  return `The ${name} network gives ${answer} ${percent(chance)}.${sum}`;
}
