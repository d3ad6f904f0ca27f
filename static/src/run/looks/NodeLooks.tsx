import { create } from "zustand";
import { useIsOfRun } from "../../past/useIsOfRun";
import { useLiveView } from "../live/live";
import { count } from "../live/sentences";
import { type Key, useLook } from "./looks";
import { usePicture } from "./registry";
import { useNodeOffers } from "./useNodeOffers";

/** The probe that the inspector shows; kept while the visitor goes from node to node. */
const useChosen = create<{ probe: Key }>(() => ({ probe: "activation" }));

interface NodeLooksProps {
  node: string;
  path: string | null;
  /** What is said before there is a run. */
  untrained?: string;
}

const UNTRAINED = "Press Train to see what this node computes.";

/** What probes see of the chosen node, one at a time, large. */
export function NodeLooks({ node, path, untrained = UNTRAINED }: NodeLooksProps) {
  const offers = useNodeOffers(node);
  const chosen = useChosen((now) => now.probe);
  const hasRun = useLiveView((view) => view.runId !== null);
  const shown = offers.find(({ key }) => key === chosen) ?? offers[0];
  const isOfRun = useIsOfRun(node);
  if (!shown || path === null)
    return (
      <p className="run-hint">
        {hasRun && !isOfRun
          ? "The run that is shown trained another network up to here. Train again to look inside, or show its drawing."
          : hasRun
            ? "There is nothing to see inside of this node in the run that is shown."
            : untrained}
      </p>
    );
  return (
    <section className="node-looks" aria-label="Inside this node">
      {offers.length > 1 && (
        <div className="chips" role="toolbar" aria-label="What to look at">
          {offers.map(({ key, title, summary }) => (
            <button
              key={key}
              type="button"
              className="chip"
              aria-pressed={key === shown.key}
              title={summary}
              onClick={() => useChosen.setState({ probe: key as Key })}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      <LargePicture probe={shown.key as Key} title={shown.title} path={path} />
    </section>
  );
}

function LargePicture({ probe, title, path }: { probe: Key; title: string; path: string }) {
  const seen = useLook(probe, path, "panel");
  const kind = usePicture(probe);
  if (!seen || !kind) return <p className="run-hint">This shows after the next steps.</p>;
  const words = kind.words?.(seen);
  return (
    <section className="large-picture" aria-label={title}>
      <kind.Picture picture={seen.picture} view={path} />
      <p className="run-fine">
        {words && `${words} · `}step {count(seen.step)}
      </p>
    </section>
  );
}
