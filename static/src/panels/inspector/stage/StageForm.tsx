import { editStages } from "../../../commands/actions/edit-stages";
import { act } from "../../../commands/command";
import { blockOf } from "../../../document/reading/blocks";
import { inOrderOfFlow } from "../../../document/reading/order";
import { dataOf, runningIn } from "../../../document/stages/awake";
import { epochsParam, refuseName, withChange } from "../../../document/stages/edits";
import { learnersIn } from "../../../document/stages/weights";
import { useEditor, useView } from "../../../editor";
import { TextField } from "../../../parts/TextField";
import { Ticks } from "../../../parts/Ticks";
import type { Stage } from "../../../types/generated";
import { Problems } from "../Problems";
import { GoalSettings } from "./GoalSettings";
import { Growth } from "./Growth";
import { NumberField } from "./NumberField";
import { StageSettings } from "./StageSettings";

export type Change = (more: Partial<Stage>) => void;

export interface StageProps {
  stage: Stage;
  change: Change;
}

/** The chosen stage in full: what runs in it, what stays as it is, and how it is trained. */
export function StageForm() {
  const editor = useEditor();
  const stages = useView(({ document }) => document.training.stages) ?? [];
  const index = useView((view) => view.stage) ?? -1;
  const stage = stages[index];
  if (!stage) return null;
  const change: Change = (more) => act(editor, editStages, { stages: withChange(stages, index, more) });
  return (
    <>
      <section aria-label="Stage">
        <h2>
          Stage {index + 1} of {stages.length}
        </h2>
        <Name stage={stage} change={change} />
        <NumberField
          param={epochsParam(stages, index)}
          value={stage.epochs}
          onKeep={(epochs) => change({ epochs: epochs as number })}
        />
        <LearnsFrom stage={stage} />
        <StageProblems />
      </section>
      <section>
        <Objectives stage={stage} change={change} />
        <Frozen stage={stage} change={change} />
      </section>
      <section aria-label="Settings of the stage">
        <h3>Settings of this stage</h3>
        <p className="form-help">What is left empty is as in the training as a whole.</p>
        <GoalSettings stage={stage} change={change} />
        <StageSettings stage={stage} change={change} />
      </section>
      <Growth stage={stage} change={change} />
    </>
  );
}

/** What is wrong with the stages: each says of which one. */
function StageProblems() {
  const problems = useView((view) => view.report?.problems) ?? [];
  const own = problems.filter(({ code }) => code === "stage");
  return own.length > 0 && <Problems problems={own} />;
}

function Name({ stage, change }: StageProps) {
  const isReadOnly = useView((view) => view.isReadOnly);
  return (
    <TextField
      label="name"
      value={stage.name}
      placeholder="no name"
      isReadOnly={isReadOnly}
      refuse={(text) => refuseName(text.trim())}
      onKeep={(text) => change({ name: text.trim() })}
    />
  );
}

function LearnsFrom({ stage }: { stage: Stage }) {
  const block = useView(({ document }) => blockOf(document));
  const catalog = useView((view) => view.catalog);
  return (
    <dl className="facts">
      <div>
        <dt>Learns from</dt>
        <dd>{dataOf(block, catalog, stage).join(", ") || "nothing yet"}</dd>
      </div>
    </dl>
  );
}

/** Which Objectives run; all of them where none is named. */
function Objectives({ stage, change }: StageProps) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const block = useView(({ document }) => blockOf(document));
  const catalog = useView((view) => view.catalog);
  const known = runningIn(block, catalog, { objectives: [] });
  const running = runningIn(block, catalog, stage);
  const gone = stage.objectives.filter((id) => !known.includes(id));
  const tick = (id: string, isOn: boolean) => {
    const before = stage.objectives.length === 0 ? known : stage.objectives;
    const after = isOn ? [...before, id] : before.filter((each) => each !== id);
    const areAll = known.every((each) => after.includes(each)) && after.length === known.length;
    change({ objectives: areAll ? [] : [...gone, ...known].filter((each) => after.includes(each)) });
  };
  const isLast = (id: string) => stage.objectives.length === 1 || (running.length === 1 && running[0] === id);
  return (
    <Ticks
      label="runs"
      help="The Objectives that take steps in this stage. What none of them needs sleeps."
      isReadOnly={isReadOnly}
      onTick={tick}
      ticks={[
        ...gone.map((id) => ({ id, isOn: true, trouble: "is not there any more" })),
        ...known.map((id) => ({
          id,
          isOn: running.includes(id),
          aside: lossOf(block.edges[`${id}.loss`]),
          fixed: running.includes(id) && isLast(id) && !isReadOnly ? "A stage runs at least one." : undefined,
        })),
      ]}
    />
  );
}

const lossOf = (source: string | undefined) => (source ? `minimises ${source.split(".")[0]}` : "not wired");

/** What stays as it is in this stage, beside what is frozen in the whole training. */
function Frozen({ stage, change }: StageProps) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const block = useView(({ document }) => blockOf(document));
  const told = useView((view) => learnersIn(view).join(" "));
  const learners = told.split(" ");
  const known = inOrderOfFlow(block).filter((id) => learners.includes(id));
  const others = stage.frozen.filter((id) => !known.includes(id));
  const tick = (id: string, isOn: boolean) =>
    change({
      frozen: isOn ? [...stage.frozen, id] : stage.frozen.filter((each) => each !== id),
    });
  return (
    <Ticks
      label="frozen"
      help="What stays as it is in this stage. L freezes what is selected on the canvas."
      isReadOnly={isReadOnly}
      onTick={tick}
      ticks={[
        ...others.map((id) => ({
          id,
          isOn: true,
          trouble: id in block.nodes ? "has no weights" : "is not there any more",
        })),
        ...known.map((id) => {
          const isAlways = Boolean(block.nodes[id]?.frozen);
          return {
            id,
            isOn: isAlways || stage.frozen.includes(id),
            aside: isAlways ? "in the whole training" : block.nodes[id]?.type,
            fixed: isAlways ? "It is frozen in the whole training." : undefined,
          };
        }),
      ]}
    />
  );
}
