import { ApiError, api } from "../../api";
import { config } from "../../config";
import type { Catalog } from "../../document/reading/facts";
import type { Document } from "../../types/generated";
import type { Run } from "./frames";
import { liveRun, useLiveView } from "./live";
import { count, metricText, secondsWords, statusWord } from "./sentences";
import { behind, isShareIn, unitIn } from "./units";

/** The runs that can be chosen: those that were started by themselves, and the trial that is looked at. */
export function listedRuns(runs: readonly Run[], looked: string | null): Run[] {
  return runs.filter(({ trial, id }) => trial === null || id === looked);
}

/** The run before one of them, in the order in which they were started; none before a trial of a sweep. */
export function runBefore(runs: readonly Run[], run: Run): Run | null {
  if (run.trial !== null) return null;
  const single = runs.filter(({ trial }) => trial === null);
  return single[single.indexOf(run) + 1] ?? null;
}

/** A figure and what it measures: `best accuracy`, `97.2 %`. */
export interface Result {
  name: string;
  text: string;
}

/**
 * What a run came to: what it monitors at its best, else its first metric, else its loss. Which is
 * which, its drawing says.
 */
export function resultOf(run: Run, drawing: Document | null, catalog: Catalog): Result | null {
  const nodes = drawing?.blocks[drawing.main]?.nodes ?? {};
  const isMetric = (name: string) => catalog.get(nodes[name]?.type ?? "")?.role === "metric";
  const told = (name: string, value: number, best = "") => {
    const unit = unitIn(drawing, catalog, name);
    return {
      name: `${best}${name.replaceAll("_", " ")}`,
      text: metricText(value, isMetric(name) && isShareIn(unit, [value]), behind(unit)),
    };
  };
  if (run.best) return told(run.best.monitor, run.best.value, "best ");
  const names = Object.keys(run.metrics);
  const name = names.find(isMetric) ?? names[0];
  return name === undefined ? null : told(name, run.metrics[name] ?? Number.NaN);
}

/** How far a run came, and how long that took: "Finished, 20 epochs, 480 steps, 12 s". */
export function lengthWords({ status, epoch, epochs, step, trained_s }: Run): string {
  const whole =
    status === "finished" && epoch >= epochs ? count(epochs) : `${count(epoch)} of ${count(epochs)}`;
  const parts = [
    statusWord(status),
    epochs > 0 && `${whole} ${epochs === 1 ? "epoch" : "epochs"}`,
    step > 0 && `${count(step)} ${step === 1 ? "step" : "steps"}`,
    trained_s > 0 && secondsWords(trained_s),
  ];
  return parts.filter(Boolean).join(", ");
}

/** Calls a run something else; an empty name leaves it its number. */
export async function nameRun(run: Run, name: string): Promise<void> {
  const told = await api.patch<Run>(`/api/runs/${run.id}/`, { name });
  useLiveView.setState(({ runs }) => ({
    runs: runs?.map((each) => (each.id === run.id ? { ...each, name: told.name } : each)) ?? null,
  }));
}

/** Deletes a run with all that it kept; one that goes on ends first. */
export async function deleteRun(run: Run, onGone: () => void): Promise<void> {
  liveRun.leaving.add(run.id);
  try {
    await api.delete<void>(`/api/runs/${run.id}/`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error; // somebody else was faster
  }
  onGone();
  await liveRun.refresh();
}

/** Where the script is had that does the same elsewhere. */
export function scriptOf(run: string): string {
  const share = config.token ? `?share=${encodeURIComponent(config.token)}` : "";
  return `/api/runs/${run}/script/${share}`;
}
