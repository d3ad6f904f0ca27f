import { blockOf } from "../document/reading/blocks";
import { dataOf, runningIn } from "../document/stages/awake";
import { useView } from "../editor";
import type { Stage } from "../types/generated";

/** In a line, what the chosen stage does: what it minimises, what it learns from, what stays as it is. */
export function Said({ stage }: { stage: Stage }) {
  const block = useView(({ document }) => blockOf(document));
  const catalog = useView((view) => view.catalog);
  const asleep = useView((view) => view.asleep.size);
  const goals = runningIn(block, catalog, stage);
  const data = dataOf(block, catalog, stage);
  const words = [
    goals.length > 0 ? `Runs ${goals.join(" and ")}` : "Runs nothing",
    data.length > 0 && `learns from ${data.join(" and ")}`,
    stage.frozen.length > 0 && `freezes ${few(stage.frozen)}`,
    asleep > 0 && `${asleep} ${asleep === 1 ? "node sleeps" : "nodes sleep"}`,
  ].filter(Boolean);
  return (
    <p className="strip-said" title={words.join(" · ")}>
      {words.join(" · ")}
    </p>
  );
}

const few = (ids: readonly string[]) => (ids.length > 3 ? `${ids.length} nodes` : ids.join(", "));
