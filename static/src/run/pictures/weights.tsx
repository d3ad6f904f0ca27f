import type { Parameter } from "../../types/generated";
import { shapeText } from "../live/sentences";
import { HistogramBars } from "../looks/parts/HistogramBars";
import { Maps } from "../looks/parts/Maps";
import { Photos } from "../looks/parts/Photos";
import { Scale } from "../looks/parts/Scale";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"weights"> = {
  key: "weights",
  Picture: ({ picture }) => (
    <ul className="tensors">
      {picture.parameters.map((parameter) => (
        <li key={parameter.name}>
          <LearnedTensor {...parameter} />
        </li>
      ))}
    </ul>
  ),
  OnNode: ({ picture: { parameters } }) => {
    const first = parameters.find(({ picture }) => picture !== null) ?? parameters[0];
    if (!first) return null;
    if (!first.picture)
      return <HistogramBars histogram={first.histogram} label={`${first.name}, its spread`} />;
    if (first.picture.shape.length === 4)
      return (
        <Photos
          values={first.picture}
          aspect={184 / 52}
          label={`The filters of ${first.name}, in colour`}
          style={{ width: 184, height: 52 }}
        />
      );
    return (
      <Maps
        values={first.picture}
        palette="signed"
        fill={{ aspect: 184 / 52 }}
        label={`The values of ${first.name}`}
        style={{ width: 184, height: 52 }}
      />
    );
  },
  words: ({ picture: { count, parameters } }) =>
    count > parameters.length ? `the first ${parameters.length} of ${count} learned tensors` : "",
};

function LearnedTensor({ name, shape, mean, deviation, histogram, picture }: Parameter) {
  return (
    <>
      <p className="tensor-name">
        <span>{name}</span> <span className="faint">{shapeText(shape)}</span>
      </p>
      {picture?.shape.length === 4 && (
        <>
          <Photos
            values={picture}
            aspect={1.6}
            label={`The filters of ${name}, in colour`}
            style={{ width: 264, height: 165 }}
          />
          <p className="run-hint">Each filter in the colours that it looks for; grey is 0.</p>
        </>
      )}
      {picture && picture.shape.length < 4 && (
        <>
          <Maps
            values={picture}
            palette="signed"
            fill={{ aspect: 1.6 }}
            label={`The values of ${name}`}
            style={{ width: 264, height: 165 }}
          />
          <Scale low={picture.low} high={picture.high} palette="signed" />
        </>
      )}
      <HistogramBars histogram={histogram} label={`How the values of ${name} are spread`} />
      <p className="run-fine">
        mean {mean.toPrecision(3)}, standard deviation {deviation.toPrecision(3)}
      </p>
    </>
  );
}
