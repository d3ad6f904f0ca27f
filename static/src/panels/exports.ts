import { sayWhy } from "../document/check";
import type { Editor } from "../editor";
import type { LiveView } from "../run/live";
import type { Exporter } from "../server";
import { notify } from "./notices";

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
    notify({ title: `${title} could not be exported`, text: sayWhy(error), tone: "error" });
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
