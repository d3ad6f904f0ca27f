import { useId } from "react";
import { BATCH_SIZE, WAITING } from "../../../document/params/trainingForm";
import { blockOf } from "../../../document/reading/blocks";
import { measuredIn } from "../../../document/reading/measured";
import { useView } from "../../../editor";
import type { Stage } from "../../../types/generated";
import { NumberField } from "./NumberField";
import type { StageProps } from "./StageForm";

/** How a stage is trained where it is not as the training as a whole. */
export function StageSettings({ stage, change }: StageProps) {
  const training = useView(({ document }) => document.training);
  const isWatched = (stage.monitor ?? training.monitor) !== "";
  return (
    <>
      <NumberField
        param={BATCH_SIZE}
        value={stage.batch_size}
        otherwise={training.batch_size}
        onKeep={(value) => change({ batch_size: value as number | null })}
      />
      <Monitor stage={stage} change={change} />
      {isWatched &&
        WAITING.map((param) => {
          const name = param.name as "patience" | "min_delta";
          return (
            <NumberField
              key={name}
              param={param}
              value={stage[name]}
              otherwise={training[name]}
              onKeep={(value) => change({ [name]: value } as Partial<Stage>)}
            />
          );
        })}
    </>
  );
}

const AS_TRAINING = "as the training";

/** What early stopping looks at in the stage. */
function Monitor({ stage, change }: StageProps) {
  const id = useId();
  const isReadOnly = useView((view) => view.isReadOnly);
  const monitor = useView(({ document }) => document.training.monitor);
  const catalog = useView((view) => view.catalog);
  const block = useView(({ document }) => blockOf(document));
  const measured = measuredIn(block, catalog);
  const own = stage.monitor ?? "";
  return (
    <div className="form-row">
      <label htmlFor={id}>monitor</label>
      <select
        id={id}
        className="field"
        value={stage.monitor === null ? AS_TRAINING : own}
        disabled={isReadOnly}
        onChange={({ target }) => change({ monitor: target.value === AS_TRAINING ? null : target.value })}
      >
        <option value={AS_TRAINING}>
          {AS_TRAINING}: {monitor || "nothing"}
        </option>
        <option value="">nothing</option>
        {own && !measured.includes(own) && <option>{own}</option>}
        {measured.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}
