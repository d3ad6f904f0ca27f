import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { useEditor } from "../editor";
import type { Run } from "../run/live/frames";
import { nameOf, statusWord } from "../run/live/sentences";
import type { Project } from "../server";

/** Chooses a run of another network of the visitor's. */
export function Elsewhere({ onRun, onLeave }: { onRun: (run: Run) => void; onLeave: () => void }) {
  const { server, config } = useEditor();
  const [projects, setProjects] = useState<readonly Project[] | null>(null);
  const [project, setProject] = useState("");
  const [runs, setRuns] = useState<readonly Run[] | null>(null);
  useEffect(() => {
    const others = async () => (await server.projects()).filter(({ id }) => id !== config.project);
    others().then(setProjects, forgive(setProjects));
  }, [server, config]);
  useEffect(() => {
    setRuns(null);
    if (project === "") return;
    api
      .get<{ runs: Run[] }>(`/api/projects/${project}/runs/`)
      .then(
        ({ runs }) => setRuns(runs.filter(({ step, trial }) => step > 0 && trial === null)),
        forgive(setRuns),
      );
  }, [project]);
  if (projects?.length === 0) return <p className="hint">You have no other network.</p>;
  return (
    <div className="weights-elsewhere">
      <select
        className="field"
        aria-label="Of which network"
        value={project}
        onChange={({ target }) => setProject(target.value)}
      >
        <option value="">of which network?</option>
        {projects?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {runs?.length === 0 && <p className="hint">Nothing was trained there yet.</p>}
      {runs && runs.length > 0 && (
        <select
          className="field"
          aria-label="Which of its runs"
          value=""
          onChange={({ target }) => {
            const run = runs.find(({ id }) => id === target.value);
            if (run) onRun(run);
          }}
        >
          <option value="">which run?</option>
          {runs.map((run) => (
            <option key={run.id} value={run.id}>
              {nameOf(run)}, {statusWord(run.status).toLowerCase()}
            </option>
          ))}
        </select>
      )}
      <button type="button" className="link" onClick={onLeave}>
        Leave it
      </button>
    </div>
  );
}

// The list stays empty where the server can't be reached; the page says so anyway.
const forgive = (set: (none: []) => void) => (error: unknown) => {
  if (!(error instanceof ApiError)) throw error;
  set([]);
};
