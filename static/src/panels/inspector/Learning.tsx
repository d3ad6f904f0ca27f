import { useId } from "react";
import { tellLearning } from "../../commands/actions/tell-learning";
import { act } from "../../commands/command";
import { command as freeze } from "../../commands/freeze";
import { keyLabel } from "../../commands/keys";
import { run } from "../../commands/registry";
import { FREE } from "../../document/params/free";
import { parseValue } from "../../document/params/params";
import { chosenStage, openBlock } from "../../document/view/view";
import { useEditor, useView } from "../../editor";
import { TextField } from "../../parts/TextField";
import type { Node, Param } from "../../types/generated";

const LOCKS: readonly { value: NonNullable<Node["frozen"]>; label: string; help: string }[] = [
  { value: "", label: "Learns", help: "Training changes its weights." },
  {
    value: "whole",
    label: "Frozen: weights and running statistics",
    help: "It stays as it is, bit for bit, and computes as when it answers: nothing in it is dropped.",
  },
  {
    value: "weights",
    label: "Frozen: only its weights",
    help: "Its weights stay; running statistics follow the data, and what is dropped in training still is.",
  },
];

const RATE: Param = {
  ...FREE,
  name: "rate",
  kind: "float",
  default: 1,
  minimum: 0,
  maximum: 1_000,
  help: "The learning rate of its weights is multiplied by this: 0.1 learns ten times slower than the rest.",
};

/** How a node learns: whether it is frozen, and how fast it learns beside the others. */
export function Learning({ id }: { id: string }) {
  const node = useView((view) => openBlock(view).nodes[id]);
  if (!node) return null;
  return (
    <section aria-label="Learning">
      <h3>Learning</h3>
      <LockChoice id={id} frozen={node.frozen ?? ""} />
      <InStage id={id} isFrozen={Boolean(node.frozen)} />
      {!node.frozen && <RateField id={id} rate={node.rate ?? 1} />}
    </section>
  );
}

function LockChoice({ id, frozen }: { id: string; frozen: NonNullable<Node["frozen"]> }) {
  const field = useId();
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <div className="form-row is-wide">
      <label htmlFor={field}>frozen</label>
      <select
        id={field}
        className="field"
        value={frozen}
        disabled={isReadOnly}
        aria-describedby={`${field}-help`}
        onChange={({ target }) =>
          act(editor, tellLearning, { nodes: [id], frozen: target.value as NonNullable<Node["frozen"]> })
        }
      >
        {LOCKS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <div id={`${field}-help`} className="form-help">
        {LOCKS.find(({ value }) => value === frozen)?.help}
      </div>
    </div>
  );
}

/** While a stage is looked at: whether the node is frozen in it. */
function InStage({ id, isFrozen }: { id: string; isFrozen: boolean }) {
  const field = useId();
  const editor = useEditor();
  const stage = useView(chosenStage);
  const isMain = useView((view) => view.block === view.document.main);
  const isReadOnly = useView((view) => view.isReadOnly);
  if (!stage || !isMain || isFrozen) return null;
  return (
    <div className="form-row">
      <label htmlFor={field}>in {stage.name || "this stage"}</label>
      <input
        id={field}
        type="checkbox"
        className="checkbox"
        checked={stage.frozen.includes(id)}
        disabled={isReadOnly}
        onChange={() => void run(freeze, editor)}
      />
      <div className="form-help">
        Frozen in this stage. <kbd>{keyLabel("L")}</kbd> freezes it, too.
      </div>
    </div>
  );
}

function RateField({ id, rate }: { id: string; rate: number }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <TextField
      label="rate"
      help={RATE.help}
      value={String(rate)}
      isReadOnly={isReadOnly}
      isNumeric
      refuse={(text) => {
        const parsed = parseValue(RATE, text);
        return parsed.ok ? null : parsed.message;
      }}
      onKeep={(text) => {
        const parsed = parseValue(RATE, text);
        if (parsed.ok) act(editor, tellLearning, { nodes: [id], rate: parsed.value as number });
      }}
    />
  );
}
