import { useMemo } from "react";
import { lengthOf, rowsOf, runsByItself } from "../../play/episode";
import { Film } from "../../play/Film";
import type { EpisodeSeen } from "../../types/generated";
import { valuesOf } from "../looks/parts/floats";
import type { PictureKind } from "../looks/registry";

/** An episode is seen faster than it goes where it is longer. */
const MOST_MS = 4_000;

export const picture: PictureKind<"episode"> = {
  key: "episode",
  Picture: ({ picture }) => <Seen {...picture} />,
  words: ({ picture: { ended, earned, taken } }) =>
    `${ended ? "ended after" : "went on after"} ${taken.length} steps, earned ${Number(earned.toFixed(2))}`,
  lastsMs: ({ world, taken }) => (runsByItself() ? lengthOf(world, taken.length, MOST_MS) : 0),
};

function Seen({ world, actions, states, taken }: EpisodeSeen) {
  const seen = useMemo(() => rowsOf(valuesOf(states), states.shape[1] ?? 1), [states]);
  return (
    <div className="play-scene is-seen">
      <Film
        world={world}
        states={seen}
        taken={[...taken].map((action) => actions[action] ?? "")}
        mostMs={MOST_MS}
        button="chip"
      />
    </div>
  );
}
