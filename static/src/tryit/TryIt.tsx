import { useCallback, useMemo, useRef, useState } from "react";
import { useLiveView } from "../run/live/live";
import type { Asked, Asks } from "../types/generated";
import { Answers } from "./Answers";
import { callFor, type Hand, questionOf, useAsks } from "./asks";
import { type Given, type Question, usePrediction, type Weights } from "./predict";
import { TryClass } from "./TryClass";
import { TryNumbers } from "./TryNumbers";
import { TryPicture } from "./TryPicture";
import { TrySound } from "./TrySound";
import { TryText } from "./TryText";

/** Lets a visitor hand the network something of their own and watch what it makes of it. */
export function TryIt({ project }: { project: string }) {
  const runId = useLiveView((view) => view.runId);
  const hasCheckpoint = useLiveView((view) => (view.facts?.checkpoint_step ?? null) !== null);
  const { asks, trouble } = useAsks(runId);
  const [question, setQuestion] = useState<Question | null>(null);
  const best = useLiveView((view) => view.facts?.best ?? null);
  const [chosen, setChosen] = useState<Weights>("best");
  const hasAverage = useLiveView((view) =>
    Object.keys(view.facts?.metrics ?? {}).some((name) => name.endsWith(" (EMA)")),
  );
  const offered: Weights[] = [
    ...(best ? (["best"] as const) : []),
    "last",
    ...(hasAverage ? (["average"] as const) : []),
  ];
  const weights = offered.includes(chosen) ? chosen : "last";
  const { prediction, refusal } = usePrediction(question, weights);
  return (
    <section className="tryit" aria-label="Try it" data-project={project}>
      {offered.length > 1 && (
        <WeightsChoice epoch={best?.epoch ?? 0} offered={offered} chosen={weights} onChoose={setChosen} />
      )}
      <div className="tryit-body">
        {asks && <Fields key={runId} asks={asks} onAsk={setQuestion} />}
        {prediction ? (
          <Answers prediction={prediction} />
        ) : (
          <p className="tryit-words">{trouble ?? wordsFor(runId, asks, hasCheckpoint, question !== null)}</p>
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

interface FieldsProps {
  asks: Asks;
  onAsk: (question: Question | null) => void;
}

/** Everything that the network takes, each thing in its own way. */
function Fields({ asks, onAsk }: FieldsProps) {
  const hand = useRef<Hand>({});
  const give = useCallback(
    (name: string, value: Given | string | null) => {
      hand.current = { ...hand.current, [name]: value };
      onAsk(questionOf(asks, hand.current));
    },
    [asks, onAsk],
  );
  const areMany = asks.fields.length > 1;
  return (
    <div className="tryit-fields">
      {asks.fields.map((field) => (
        <div key={field.name} className="tryit-field">
          {areMany && <h3>{field.name}</h3>}
          <Field field={field} isAlone={!areMany} give={give} />
        </div>
      ))}
    </div>
  );
}

interface FieldProps {
  field: Asked;
  isAlone: boolean;
  give: (name: string, value: Given | string | null) => void;
}

function Field({ field, isAlone, give }: FieldProps) {
  const onGive = useMemo(() => (value: Given | string | null) => give(field.name, value), [give, field.name]);
  switch (field.kind) {
    case "picture":
      return <TryPicture field={field} onGive={onGive} />;
    case "sound":
      return <TrySound field={field} onGive={onGive} />;
    case "numbers":
      return <TryNumbers numbers={field.numbers} isAlone={isAlone} onGive={onGive} />;
    case "class":
      return <TryClass field={field} onGive={onGive} />;
    case "text":
      return <TryText onGive={onGive} />;
  }
}

interface WeightsChoiceProps {
  epoch: number;
  offered: Weights[];
  chosen: Weights;
  onChoose: (weights: Weights) => void;
}

/** Whether the weights of the best epoch answer, the last ones, or the moving average of these. */
function WeightsChoice({ epoch, offered, chosen, onChoose }: WeightsChoiceProps) {
  const words: Record<Weights, string> = {
    best: `the weights of epoch ${epoch}, the best`,
    last: "the last weights",
    average: "the average of the last weights",
  };
  return (
    <label className="tryit-weights">
      Answered by
      <select className="field" value={chosen} onChange={({ target }) => onChoose(target.value as Weights)}>
        {offered.map((weights) => (
          <option key={weights} value={weights}>
            {words[weights]}
          </option>
        ))}
      </select>
    </label>
  );
}

function wordsFor(
  runId: string | null,
  asks: Asks | null,
  hasCheckpoint: boolean,
  hasQuestion: boolean,
): string {
  if (!runId) return "Press Train first. As soon as the network has learned a little, try it here.";
  if (!asks) return "Looking at what this network takes…";
  if (asks.why) return asks.why;
  if (!hasCheckpoint) return "The network is about to learn its first steps. It answers in a moment.";
  return hasQuestion ? "Asking the network…" : callFor(asks);
}
