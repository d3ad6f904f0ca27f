import { Download } from "lucide-react";
import { config } from "../config";
import type { Run } from "./frames";
import { liveRun, useLiveView } from "./live";
import { runTitle } from "./sentences";

/** The runs of this network: which one to look at, and the script that does the same elsewhere. */
export function RunList() {
  const runs = useLiveView((view) => view.runs);
  const runId = useLiveView((view) => view.runId);
  if (!runs || runs.length === 0 || runId === null) return null;
  return (
    <div className="run-list">
      <label>
        <span className="run-unseen">Run to look at</span>
        <select value={runId} onChange={({ target }) => liveRun.look(target.value)}>
          {listed(runs, runId).map(({ run, name }) => (
            <option key={run.id} value={run.id}>
              {name} · {runTitle(run)}
            </option>
          ))}
        </select>
      </label>
      <a
        className="run-button run-icon"
        href={scriptUrl(runId)}
        download
        aria-label="Download as a Python script"
        title="The whole training as a Python script that prints the same numbers"
      >
        <Download aria-hidden size={14} />
      </a>
    </div>
  );
}

/** The runs that were started by themselves, numbered, and the trial of a sweep that is looked at. */
function listed(runs: readonly Run[], looked: string): { run: Run; name: string }[] {
  const single = runs.filter(({ trial }) => trial === null);
  return runs.flatMap((run) => {
    if (run.trial === null) return [{ run, name: `Run ${single.length - single.indexOf(run)}` }];
    return run.id === looked ? [{ run, name: `Trial ${run.trial.number + 1} of a sweep` }] : [];
  });
}

function scriptUrl(runId: string): string {
  const share = config.token ? `?share=${encodeURIComponent(config.token)}` : "";
  return `/api/runs/${runId}/script/${share}`;
}
