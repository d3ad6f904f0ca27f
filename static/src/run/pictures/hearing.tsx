import "../looks/shown.css";
import type { Hearing } from "../../types/generated";
import { Maps } from "../looks/parts/Maps";
import type { PictureKind } from "../looks/registry";

const WIDTH_PX = 300;

export const picture: PictureKind<"hearing"> = {
  key: "hearing",
  Picture: ({ picture }) => (
    <ol className="heard-samples">
      {picture.samples.map((sample) => (
        <li key={sample.number}>
          <Heard sample={sample} hearing={picture} />
        </li>
      ))}
    </ol>
  ),
  words: ({ picture: { samples, highest_hz } }) =>
    `up to ${(highest_hz / 1_000).toFixed(1)} kHz, ${seconds(samples[0]?.seconds ?? 0)}`,
};

function Heard({ sample, hearing }: { sample: Hearing["samples"][number]; hearing: Hearing }) {
  const { number, spectrogram, says, right, moments } = sample;
  const style = { width: WIDTH_PX, height: moments ? 64 : 96 };
  return (
    <figure className="heard">
      <figcaption>
        reads{" "}
        <b className="heard-says" data-right={says === right}>
          {says || "nothing"}
        </b>
        {says !== right && <span className="faint"> is {right || "nothing"}</span>}
      </figcaption>
      <Maps
        values={spectrogram}
        palette="value"
        fill={{ aspect: 1 }}
        label={`Spectrogram of sample ${number}, low frequencies below`}
        style={style}
      />
      {moments && (
        <div className="heard-moments">
          <Maps
            values={moments}
            palette="value"
            fill={{ aspect: 1 }}
            label="How probable each class is at each moment"
            style={{ width: WIDTH_PX, height: 78 }}
          />
          <p className="run-fine">
            rows: {hearing.classes.map((name, at) => (at === hearing.blank ? "nothing" : name)).join(" ")}
          </p>
        </div>
      )}
    </figure>
  );
}

const seconds = (many: number) => (many < 1 ? `${Math.round(1_000 * many)} ms` : `${many.toPrecision(2)} s`);
