import type { Sample } from "../../types/generated";
import { count } from "../live/sentences";
import { ShownValue } from "../looks/parts/ShownValue";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"worst"> = {
  key: "worst",
  Picture: ({ picture: { samples } }) => (
    <ol className="samples">
      {samples.map((sample) => (
        <li key={sample.number}>
          <WorstSample {...sample} />
        </li>
      ))}
    </ol>
  ),
  words: ({ picture: { looked_at } }) => `of ${count(looked_at)} validation samples`,
};

/** Where a picture is answered, three lie below one another. */
const LOW_PX = 32;

function WorstSample({ number, loss, given, answered, expected, certainty }: Sample) {
  const side = answered.picture && !answered.is_series ? { side: LOW_PX } : {};
  const isRight = answered.words !== "" && answered.words === expected.words;
  return (
    <article aria-label={`Sample ${number}`}>
      <div className="sample-given">
        {given.map((each) => (
          <ShownValue key={each.name} shown={each} {...side} />
        ))}
      </div>
      <dl>
        <dt>says</dt>
        <dd data-right={isRight}>
          <ShownValue shown={answered} {...side} />
          {certainty !== null && ` · ${Math.round(certainty * 100)} %`}
        </dd>
        <dt>is</dt>
        <dd>
          <ShownValue shown={expected} {...side} />
        </dd>
        <dt>loss</dt>
        <dd>{loss.toPrecision(3)}</dd>
      </dl>
    </article>
  );
}
