import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { config } from "../config";
import { useView } from "../editor";
import { hasEnded, type Run } from "../run/live/frames";
import { useLiveView } from "../run/live/live";
import { forgetWithCause } from "../trouble";
import type { Document } from "../types/generated";
import { figureText, measureWords } from "./Figures";
import { useForking, useOriginal } from "./forking";
import { TwoCurves } from "./TwoCurves";
import { fetchDrawing, type Told, type Variant } from "./told";

/** The network that this one is a fork of: how it is drawn, and the newest run of it that has ended well. */
export interface Original {
  document: Document;
  run: Run | null;
}

/** What was changed in a fork of a lesson, what will be seen, and what the original came to beside it. */
export function Forked({ told, variant }: { told: Told; variant: Variant }) {
  const isViewer = config.page === "share";
  const original = useOriginalOf();
  const changes = useChanges(original?.document ?? null);
  const back = useOriginal();
  const isBusy = useForking((now) => now.isBusy);
  return (
    <>
      <p className="lesson-teaches">{variant.expect}</p>
      {changes.length > 0 && (
        <p className="lesson-changed">
          <strong>Changed:</strong>{" "}
          {changes.map((change) => (
            <code key={change}>{change}</code>
          ))}
        </p>
      )}
      {original && <Beside told={told} run={original.run} />}
      {!isViewer && (
        <button type="button" className="button lesson-back" disabled={isBusy} onClick={() => void back()}>
          <Undo2 size={13} aria-hidden /> Back to the original
        </button>
      )}
    </>
  );
}

/** The measures of the lesson: what the original came to, and what this network did. */
function Beside({ told, run }: { told: Told; run: Run | null }) {
  const catalog = useView((view) => view.catalog);
  const document = useView((view) => view.document);
  const here = useLiveView((view) => view.facts?.metrics);
  const isOver = useLiveView((view) => view.facts !== null && hasEnded(view.facts.status));
  const measures = told.bars.map(({ measure }) => measure);
  const text = (metrics: Record<string, number> | undefined, measure: string) => {
    const value = metrics?.[measure];
    return value === undefined ? "–" : figureText(value, measure, document, catalog);
  };
  if (!run && !here)
    return (
      <p className="lesson-expect">Press Train. What it comes to will stand here, beside the original.</p>
    );
  return (
    <>
      <table className="lesson-beside">
        <thead>
          <tr>
            <th scope="col">on validation</th>
            <th scope="col">original</th>
            <th scope="col">{isOver || !here ? "here" : "here, so far"}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure}>
              <th scope="row">{measureWords(measure)}</th>
              <td>{run ? text(run.metrics, measure) : "not trained yet"}</td>
              <td>{here ? text(here, measure) : "press Train"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {run && measures[0] && <TwoCurves run={run.id} measure={measures[0]} />}
    </>
  );
}

function useOriginalOf(): Original | null {
  const [original, setOriginal] = useState<Original | null>(null);
  const [asked, ask] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the server is back
  useEffect(() => {
    const alone = async () => ({ document: await fetchDrawing(), run: null });
    const found = config.original
      ? fetchOriginal(config.original).catch((error: unknown) =>
          isGone(error) ? alone() : Promise.reject(error),
        )
      : alone();
    found.then(setOriginal, (error: unknown) => forgetWithCause(error, () => ask((times) => times + 1)));
  }, [asked]);
  return original;
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

async function fetchOriginal(id: string): Promise<Original> {
  const [{ document }, { runs }] = await Promise.all([
    api.get<{ document: Document }>(`/api/projects/${id}/`),
    api.get<{ runs: Run[] }>(`/api/projects/${id}/runs/`),
  ]);
  const run = runs.find(({ trial, metrics }) => trial === null && Object.keys(metrics).length > 0);
  return { document, run: run ?? null };
}

/** What was changed since, in a few words each; whoever changes nothing more sees what the button did. */
function useChanges(was: Document | null): readonly string[] {
  const now = useView((view) => view.document);
  const [compare, setCompare] = useState<((was: Document, now: Document) => string[]) | null>(null);
  useEffect(() => {
    void import("../document/compare/comparing").then(({ changesBetween }) =>
      setCompare(() => changesBetween),
    );
  }, []);
  return was && compare ? compare(was, now) : [];
}
