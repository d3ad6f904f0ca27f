import { useEffect, useState } from "react";
import { ApiError, api } from "../api";
import { useLiveView } from "../run/live/live";
import { server } from "../server";
import type { Document, Report } from "../types/generated";
import { Answers } from "./Answers";
import { type InputKind, inputKindOf } from "./inputKind";
import { PointPad } from "./PointPad";
import { type Question, usePrediction, type Weights } from "./predict";
import { TryPicture } from "./TryPicture";
import { TrySound } from "./TrySound";

/** Lets a visitor hand the network something of their own and watch what it makes of it. */
export function TryIt({ project }: { project: string }) {
  const runId = useLiveView((view) => view.runId);
  const hasCheckpoint = useLiveView((view) => (view.facts?.checkpoint_step ?? null) !== null);
  const input = useInputKind(runId);
  const [question, setQuestion] = useState<Question | null>(null);
  const best = useLiveView((view) => view.facts?.best ?? null);
  const [chosen, setChosen] = useState<Weights>("best");
  const weights = best ? chosen : "last";
  const { prediction, refusal } = usePrediction(question, weights);
  return (
    <section className="tryit" aria-label="Try it" data-project={project}>
      {best && <WeightsChoice epoch={best.epoch} chosen={weights} onChoose={setChosen} />}
      <div className="tryit-body">
        {(input?.kind === "drawing" || input?.kind === "picture") && (
          <TryPicture input={input} onAsk={setQuestion} />
        )}
        {input?.kind === "sound" && <TrySound input={input} onAsk={setQuestion} />}
        {input?.kind === "values" && <PointPad count={input.count} onChoose={setQuestion} />}
        {prediction ? (
          <Answers prediction={prediction} />
        ) : (
          <p className="tryit-words">{wordsFor(runId, input, hasCheckpoint, question !== null)}</p>
        )}
        {refusal && (
          <p className="tryit-refusal" role="alert">
            {refusal}
          </p>
        )}
      </div>
    </section>
  );
}

interface WeightsChoiceProps {
  epoch: number;
  chosen: Weights;
  onChoose: (weights: Weights) => void;
}

/** Whether the weights of the best epoch answer, or the last ones. */
function WeightsChoice({ epoch, chosen, onChoose }: WeightsChoiceProps) {
  return (
    <label className="tryit-weights">
      Answered by
      <select className="field" value={chosen} onChange={({ target }) => onChoose(target.value as Weights)}>
        <option value="best">the weights of epoch {epoch}, the best</option>
        <option value="last">the last weights</option>
      </select>
    </label>
  );
}

function wordsFor(
  runId: string | null,
  input: InputKind | null,
  hasCheckpoint: boolean,
  hasQuestion: boolean,
): string {
  if (!runId) return "Press Train first. As soon as the network has learned a little, try it here.";
  if (!input) return "Looking at what this network takes…";
  if (input.kind === "none") return "What this network takes can't be made by hand yet.";
  if (!hasCheckpoint) return "The network is about to learn its first steps. It answers in a moment.";
  if (hasQuestion) return "Asking the network…";
  if (input.kind === "sound") return "Make a sound, and the network says what it hears.";
  if (input.kind === "picture")
    return "Draw, choose a picture or show it something: the network says what it reads.";
  return "Draw in the square, and the network says what it reads.";
}

/** What the run's own drawing takes, which may differ from what is drawn now. Asked anew when cut off. */
function useInputKind(runId: string | null): InputKind | null {
  const [input, setInput] = useState<InputKind | null>(null);
  const isConnected = useLiveView((view) => view.connection.phase === "open");
  useEffect(() => {
    if (!runId || !isConnected) return;
    let isGone = false;
    fetchInputKind(runId).then(
      (kind) => isGone || setInput(kind),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
      },
    );
    return () => {
      isGone = true;
    };
  }, [runId, isConnected]);
  return input;
}

async function fetchInputKind(runId: string): Promise<InputKind> {
  const [{ document }, { types }] = await Promise.all([
    api.get<{ document: Document }>(`/api/runs/${runId}/`),
    server.catalog(),
  ]);
  const { report } = await api.post<{ report: Report }>("/api/check/", document);
  return inputKindOf(document, types, report);
}
