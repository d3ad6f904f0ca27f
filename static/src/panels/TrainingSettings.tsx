import { useId } from "react";
import { setTraining } from "../commands/actions/set-training";
import { act } from "../commands/command";
import { blockOf } from "../document/blocks";
import { measuredIn } from "../document/measured";
import { parseValue } from "../document/params";
import { useEditor, useView } from "../editor";
import type { Param } from "../types/generated";
import { TextField } from "./TextField";

type Counted = "epochs" | "batch_size" | "seed" | "patience" | "min_delta";
type Setting = Pick<Param, "help" | "minimum" | "maximum"> & { name: Counted; kind?: "float" };

const SETTINGS: readonly Setting[] = [
  { name: "epochs", minimum: 1, maximum: 100_000, help: "How often the network sees all the training data." },
  { name: "batch_size", minimum: 1, maximum: 65_536, help: "How many samples it learns from in one step." },
  {
    name: "seed",
    minimum: 0,
    maximum: 2 ** 31 - 1,
    help: "Where chance begins. The same seed gives the same run.",
  },
];

const WAITING: readonly Setting[] = [
  {
    name: "patience",
    minimum: 0,
    maximum: 100_000,
    help: "Training stops when that was not better for so many epochs; 0 never stops it.",
  },
  {
    name: "min_delta",
    kind: "float",
    minimum: 0,
    maximum: null,
    help: "What is better by no more than this does not count.",
  },
];

/** How long, and on how much at a time, the drawing is trained. */
export function TrainingSettings() {
  const monitor = useView((view) => view.document.training.monitor);
  return (
    <>
      <Fields settings={SETTINGS} />
      <Monitor />
      {monitor !== "" && <Fields settings={WAITING} />}
      <Planned />
    </>
  );
}

/** What early stopping looks at: one of the losses and metrics of the drawing, or nothing. */
function Monitor() {
  const id = useId();
  const editor = useEditor();
  const monitor = useView((view) => view.document.training.monitor);
  const isReadOnly = useView((view) => view.isReadOnly);
  const catalog = useView((view) => view.catalog);
  const block = useView((view) => blockOf(view.document, view.document.main));
  const measured = measuredIn(block, catalog);
  const choices = monitor === "" || measured.includes(monitor) ? measured : [monitor, ...measured];
  return (
    <div className="form-row">
      <label htmlFor={id}>monitor</label>
      <select
        id={id}
        className="field"
        value={monitor}
        disabled={isReadOnly}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => act(editor, setTraining, { name: "monitor", value: target.value })}
      >
        <option value="">nothing</option>
        {choices.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <div id={`${id}-help`} className="form-help">
        The weights of the epoch after which this was best on test data are kept.
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

function Fields({ settings }: { settings: readonly Setting[] }) {
  const editor = useEditor();
  const training = useView((view) => view.document.training);
  const isReadOnly = useView((view) => view.isReadOnly);
  return settings.map((setting) => {
    const param: Param = {
      kind: "int",
      ...setting,
      default: 0,
      required: true,
      inferred: false,
      choices: [],
      length: null,
      per_axis: false,
      pattern: "",
    };
    return (
      <TextField
        key={setting.name}
        label={setting.name}
        help={setting.help}
        value={String(training[setting.name])}
        isReadOnly={isReadOnly}
        isNumeric
        refuse={(text) => {
          const parsed = parseValue(param, text);
          return parsed.ok ? null : parsed.message;
        }}
        onKeep={(text) => {
          const parsed = parseValue(param, text);
          if (parsed.ok) act(editor, setTraining, { name: setting.name, value: parsed.value as number });
        }}
      />
    );
  });
}
