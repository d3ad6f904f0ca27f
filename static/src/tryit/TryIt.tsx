import { useCallback, useMemo, useState } from "react";
import { useLiveView } from "../run/live/live";
import type { Asked, Asks } from "../types/generated";
import { Answers } from "./Answers";
import { useAsks } from "./asks";
import { ClassField } from "./fields/ClassField";
import { NumbersField } from "./fields/NumbersField";
import { PictureField } from "./fields/PictureField";
import { SoundField } from "./fields/SoundField";
import { TextField } from "./fields/TextField";
import { type Given, type Question, usePrediction, type Weights } from "./predict";

/** Lets a visitor hand the network something of their own and watch what it makes of it. */
export function TryIt({ project }: { project: string }) {
  const runId = useLiveView((view) => view.runId);
  const asks = useAsks(runId);
  return <Asking key={runId} asks={asks} runId={runId} project={project} />;
}

interface AskingProps {
  asks: Asks | null;
  runId: string | null;
  project: string;
}

function Asking({ asks, runId, project }: AskingProps) {
  const hasCheckpoint = useLiveView((view) => (view.facts?.checkpoint_step ?? null) !== null);
  const { question, give, ask } = useQuestion(asks);
  const best = useLiveView((view) => view.facts?.best ?? null);
  const [chosen, setChosen] = useState<Weights>("best");
  const weights = best ? chosen : "last";
  const { prediction, refusal } = usePrediction(question, weights);
  return (
    <section className="tryit" aria-label="Try it" data-project={project}>
      {best && <WeightsChoice epoch={best.epoch} chosen={weights} onChoose={setChosen} />}
      <div className="tryit-body">
        {asks && asks.fields.length > 0 && (
          <div className="tryit-fields">
            {asks.fields.map((field) => (
              <FieldInput key={field.name} field={field} give={give} ask={ask} />
            ))}
          </div>
        )}
        {prediction ? (
          <Answers prediction={prediction} />
        ) : (
          <p className="tryit-words">{wordsFor(runId, asks, hasCheckpoint, question !== null)}</p>
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

/** What is asked once every field was given, or how a text begins. */
function useQuestion(asks: Asks | null) {
  const [given, setGiven] = useState<Record<string, Given | null>>({});
  const [text, ask] = useState<string | null>(null);
  const give = useCallback(
    (name: string, what: Given | null) => setGiven((before) => ({ ...before, [name]: what })),
    [],
  );
  const question = useMemo((): Question | null => {
    if (text !== null) return { text };
    return asks && questionOf(asks, given);
  }, [asks, given, text]);
  return { question, give, ask };
}

function questionOf(asks: Asks, given: Record<string, Given | null>): Question | null {
  const fields: Record<string, Given> = {};
  for (const { name } of asks.fields) {
    const what = given[name];
    if (!what) return null;
    fields[name] = what;
  }
  return { fields };
}

interface FieldInputProps {
  field: Asked;
  give: (name: string, what: Given | null) => void;
  ask: (text: string) => void;
}

/** The input of a field's kind. */
function FieldInput({ field, give, ask }: FieldInputProps) {
  const { name } = field;
  const onGive = useCallback((what: Given | null) => give(name, what), [give, name]);
  switch (field.kind) {
    case "picture":
      return <PictureField field={field} onGive={onGive} />;
    case "sound":
      return <SoundField field={field} onGive={onGive} />;
    case "class":
      return <ClassField field={field} onGive={onGive} />;
    case "text":
      return <TextField onAsk={ask} />;
    case "numbers":
      return <NumbersField field={field} onGive={onGive} />;
  }
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

const WORDS = {
  picture: "Draw, choose a picture or show it something: the network says what it reads.",
  sound: "Make a sound, and the network says what it hears.",
  text: "Write how a text begins, and the network goes on.",
  class: "Choose, and the network answers.",
  numbers: "Choose numbers, and the network answers.",
} as const;

function wordsFor(
  runId: string | null,
  asks: Asks | null,
  hasCheckpoint: boolean,
  hasQuestion: boolean,
): string {
  if (!runId) return "Press Train first. As soon as the network has learned a little, try it here.";
  if (!asks) return "Looking at what this network takes…";
  const [first] = asks.fields;
  if (!first) return asks.why;
  if (!hasCheckpoint) return "The network is about to learn its first steps. It answers in a moment.";
  return hasQuestion ? "Asking the network…" : WORDS[first.kind];
}
