import { useId } from "react";
import { setTraining } from "../../commands/actions/set-training";
import { command as addStage } from "../../commands/add-stage";
import { act } from "../../commands/command";
import { run } from "../../commands/registry";
import { DEFAULT_TRAINING } from "../../document/graph/projection";
import { parseValue } from "../../document/params/params";
import { SETTLED, settledWords } from "../../document/params/settled";
import {
  type Counted,
  DECODED,
  DRAWN,
  PRECISIONS,
  SETTINGS,
  settingOf,
  WAITING,
} from "../../document/params/trainingForm";
import { blockOf } from "../../document/reading/blocks";
import { decodedIn, drawsAll } from "../../document/reading/drawn";
import { measuredIn } from "../../document/reading/measured";
import { useEditor, useView } from "../../editor";
import { later, Part } from "../../parts/later";
import { More } from "../../parts/More";
import { TextField } from "../../parts/TextField";
import { Vary } from "../../sweep/Vary";
import type { Param } from "../../types/generated";

/** How long, and on how much at a time, the drawing is trained. */
export function TrainingSettings() {
  const monitor = useView((view) => view.document.training.monitor);
  const isDrawn = useView((view) => drawsAll(blockOf(view.document, view.document.main), view.catalog));
  const stages = useView((view) => view.document.training.stages);
  const decoded = useView((view) =>
    decodedIn(blockOf(view.document, view.document.main), view.catalog).join(", "),
  );
  return (
    <>
      {stages && <StagesSum epochs={stages.map((stage) => stage.epochs)} />}
      <Fields settings={stages ? SETTINGS.filter(({ name }) => name !== "epochs") : SETTINGS} />
      {!stages && <InStages />}
      {isDrawn && <Fields settings={DRAWN} />}
      {decoded && (
        <Fields settings={DECODED.map((each) => ({ ...each, help: `${each.help} (${decoded})` }))} />
      )}
      <Monitor />
      {monitor !== "" && <Fields settings={WAITING} />}
      <Beginning />
      <Planned />
      <Computing />
    </>
  );
}

/** How long a training in stages is: that is said in the strip above the canvas. */
function StagesSum({ epochs }: { epochs: readonly number[] }) {
  const sum = epochs.reduce((one, other) => one + other, 0);
  return (
    <div className="form-row is-inferred">
      <span>epochs</span>
      <output className="mono">{sum}</output>
      <div className="form-help">
        What its {epochs.length === 1 ? "stage comes" : `${epochs.length} stages come`} to:{" "}
        {epochs.join(" + ")}.
      </div>
    </div>
  );
}

const beginsFrom = later(() => import("../../weights").then(({ BeginsFrom }) => BeginsFrom), true);

/** What it begins from; until somebody touches the page, or it is anything else, that is fresh weights. */
function Beginning() {
  const isOther = useView((view) => !!view.document.training.begins_from?.length);
  const isHere = beginsFrom.usePart() !== null;
  if (isOther || isHere) return <Part of={beginsFrom} props={{}} />;
  return (
    <div className="form-row">
      <span>begins_from</span>
      <output className="field">fresh weights</output>
    </div>
  );
}

/** The way to a training in stages. */
function InStages() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  if (isReadOnly) return null;
  return (
    <p className="form-help">
      Pre-train, then fine-tune; layer by layer:{" "}
      <button type="button" className="link" onClick={() => void run(addStage, editor)}>
        Train in stages
      </button>
    </p>
  );
}

/** How it is computed, which is seldom of interest: folded away while all of it is as usual. */
function Computing() {
  const training = useView((view) => view.document.training);
  const settled = settledWords(training);
  return (
    <More isUnusual={training.precision !== DEFAULT_TRAINING.precision || settled !== ""}>
      <Precision />
      {settled && <Settled words={settled} />}
    </More>
  );
}

/** What a run found to be fastest, in a drawing that was saved from it. */
function Settled({ words }: { words: string }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const forget = () =>
    editor.graph.change(() => {
      for (const name of SETTLED) act(editor, setTraining, { name, value: null });
    });
  return (
    <p className="hint">
      Computed as in the run that this was saved from: {words}.{" "}
      {!isReadOnly && (
        <button type="button" className="link" onClick={forget}>
          Let the worker find what is fastest
        </button>
      )}
    </p>
  );
}

/** How exactly losses and metrics are computed. */
function Precision() {
  const precision = useView((view) => view.document.training.precision);
  return (
    <Choice
      name="precision"
      value={precision}
      options={PRECISIONS.map((each) => ({ value: each, label: each }))}
      help={
        "Losses and metrics are computed with numbers of about 7 digits (float32), or of about 3 and half the " +
        "size (bfloat16): faster where a processor or GPU is made for it. Weights stay float32."
      }
    />
  );
}

/** What early stopping looks at: one of the losses and metrics of the drawing, or nothing. */
function Monitor() {
  const monitor = useView((view) => view.document.training.monitor);
  const catalog = useView((view) => view.catalog);
  const block = useView((view) => blockOf(view.document, view.document.main));
  const measured = measuredIn(block, catalog);
  const choices = monitor === "" || measured.includes(monitor) ? measured : [monitor, ...measured];
  return (
    <Choice
      name="monitor"
      value={monitor}
      options={[{ value: "", label: "nothing" }, ...choices.map((name) => ({ value: name, label: name }))]}
      help="The weights of the epoch after which this was best on validation are kept."
    />
  );
}

interface ChoiceProps {
  name: "precision" | "monitor";
  value: string;
  options: readonly { value: string; label: string }[];
  help: string;
}

/** A setting that is one of a few. */
function Choice({ name, value, options, help }: ChoiceProps) {
  const id = useId();
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <div className="form-row">
      <label htmlFor={id}>{name}</label>
      <select
        id={id}
        className="field"
        value={value}
        disabled={isReadOnly}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => act(editor, setTraining, { name, value: target.value })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <div id={`${id}-help`} className="form-help">
        {help}
      </div>
    </div>
  );
}

/** Changes that came with an opened run: they are made again at their steps. */
function Planned() {
  const editor = useEditor();
  const count = useView((view) => view.document.training.changes.length);
  const isReadOnly = useView((view) => view.isReadOnly);
  if (count === 0) return null;
  return (
    <p className="hint">
      {count === 1 ? "1 change is" : `${count} changes are`} made again on the way, as in the run that this
      was saved from.{" "}
      {!isReadOnly && (
        <button
          type="button"
          className="link"
          onClick={() => act(editor, setTraining, { name: "changes", value: [] })}
        >
          Leave them out
        </button>
      )}
    </p>
  );
}

function Fields({ settings }: { settings: readonly Param[] }) {
  const editor = useEditor();
  const training = useView((view) => view.document.training);
  const isReadOnly = useView((view) => view.isReadOnly);
  return settings.map((param) => {
    const value = settingOf(training, param.name);
    return (
      <TextField
        key={param.name}
        label={param.name}
        help={
          <>
            {param.help} <Vary path={`training.${param.name}`} param={param} value={value} />
          </>
        }
        value={String(value)}
        isReadOnly={isReadOnly}
        isNumeric
        refuse={(text) => {
          const parsed = parseValue(param, text);
          return parsed.ok ? null : parsed.message;
        }}
        onKeep={(text) => {
          const parsed = parseValue(param, text);
          if (parsed.ok)
            act(editor, setTraining, { name: param.name as Counted, value: parsed.value as number });
        }}
      />
    );
  });
}
