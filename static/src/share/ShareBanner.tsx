import { GitFork } from "lucide-react";
import { useState } from "react";
import { ApiError, api } from "../api";
import { hasEnded, type Run } from "../run/live/frames";
import { useLiveView } from "../run/live/live";
import { nameOf } from "../run/live/sentences";
import { forgetWithCause, sayWhy } from "../trouble";

/** Says that the page only watches, and offers a copy to work on. */
export function ShareBanner({ token, name }: { token: string; name: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const connection = useLiveView((view) => view.connection);
  const run = useLiveView(({ runs, runId }) => runs?.find(({ id }) => id === runId) ?? null);
  const hasLearned = useLiveView(({ facts }) => facts !== null && facts.checkpoint_step !== null);
  const fork = async (from?: Run) => {
    setIsBusy(true);
    try {
      const project = await api.post<{ id: string }>("/api/projects/", {
        fork: token,
        ...(from && { run: from.id, moment: from.best && hasEnded(from.status) ? "best" : "last" }),
      });
      window.location.assign(`/p/${project.id}/`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(sayWhy(error));
      forgetWithCause(error, () => setRefusal(null));
      setIsBusy(false);
    }
  };
  return (
    <aside className="share-banner" aria-label="Shared network" aria-live="polite">
      {connection.phase === "ended" ? (
        <span>{connection.words}</span>
      ) : (
        <>
          <span>
            You are watching <strong>{name}</strong>, read-only.
          </span>
          <button
            type="button"
            className="share-button share-main"
            disabled={isBusy}
            onClick={() => void fork()}
          >
            <GitFork aria-hidden size={14} /> Make it mine
          </button>
          {run && hasLearned && (
            <button
              type="button"
              className="share-button"
              disabled={isBusy}
              title="A copy of your own, which begins with what this run has learned"
              onClick={() => void fork(run)}
            >
              Go on from {nameOf(run)}
            </button>
          )}
        </>
      )}
      {refusal && <span className="share-refusal">{refusal}</span>}
    </aside>
  );
}
