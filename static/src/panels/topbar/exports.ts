import { api } from "../../api";
import type { Editor } from "../../editor";
import { notifyFailure } from "../../parts/notices";
import type { Run } from "../../run/live/frames";
import type { LiveView } from "../../run/live/live";
import { nameOf } from "../../run/live/sentences";
import type { Exporter } from "../../server";

const KEPT_MS = 60_000; // some browsers read the file only after a while

type Looked = Pick<LiveView, "runId" | "facts">;

/** Why nothing learned can be exported yet, as a sentence; null when it can. */
export function whyNothingLearned({ runId, facts }: Looked): string | null {
  if (runId === null) return "Train first: it holds what the network has learned.";
  if (facts && facts.checkpoint_step !== null) return null; // steps are told before they are saved
  return "The run has not saved what it learned yet; it does so every two seconds.";
}

/** Saves what is drawn, or what the run looked at has learned, as a file of the user's. */
export async function exportAs(
  { server, graph }: Editor,
  exporter: Exporter,
  run: string | null,
): Promise<void> {
  const { key, title, file_name, needs_weights } = exporter;
  try {
    const file =
      needs_weights && run !== null
        ? await server.exportRun(key, run)
        : await server.exportDrawing(key, graph.document);
    save(file, file_name);
  } catch (error) {
    notifyFailure(`${title} could not be exported`, error);
  }
}

/** Saves the curves of a run as a table. */
export async function exportCurves(run: Run): Promise<void> {
  const name = nameOf(run)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  try {
    save(await api.getFile(`/api/runs/${run.id}/curves/`), `curves-${name}.csv`);
  } catch (error) {
    notifyFailure(`The curves of ${nameOf(run)} could not be saved`, error);
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
