import "../looks/shown.css";
import { ShownValue } from "../looks/parts/ShownValue";
import type { PictureKind } from "../looks/registry";

/** Both below one another in a dock as it opens. */
const GIVEN_PX = 38;
const PAINTED_PX = 92;

export const picture: PictureKind<"painted"> = {
  key: "painted",
  Picture: ({ picture: { samples } }) => (
    <ol className="painted-samples">
      {samples.map(({ given, painted }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its place
        <li key={place}>
          <div>
            {given.map((each) => (
              <ShownValue key={each.name} shown={each} side={GIVEN_PX} />
            ))}
          </div>
          <ShownValue shown={painted} side={PAINTED_PX} />
        </li>
      ))}
    </ol>
  ),
};
