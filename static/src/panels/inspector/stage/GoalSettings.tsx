import { matters } from "../../../document/params/matters";
import type { Value } from "../../../document/params/value";
import { blockOf } from "../../../document/reading/blocks";
import { runningIn } from "../../../document/stages/awake";
import { useView } from "../../../editor";
import { More } from "../../../parts/More";
import { Ticks } from "../../../parts/Ticks";
import type { Param } from "../../../types/generated";
import { NumberField } from "./NumberField";
import type { StageProps } from "./StageForm";

/** What the Objectives that run are set to in this stage: their learning rate first, the rest folded away. */
export function GoalSettings({ stage, change }: StageProps) {
  return (
    <>
      <Strangers stage={stage} change={change} />
      <Goals stage={stage} change={change} />
    </>
  );
}

/** Settings that a file brought and no stage can have: here they are taken out. */
function Strangers({ stage, change }: StageProps) {
  const { nodes } = useView(({ document }) => blockOf(document));
  const catalog = useView((view) => view.catalog);
  const isReadOnly = useView((view) => view.isReadOnly);
  const canSet = (goal: string, name: string) =>
    catalog.get(nodes[goal]?.type ?? "")?.params.some((param) => param.name === name && param.is_steered);
  const all = Object.entries(stage.goals).flatMap(([goal, set]) =>
    Object.keys(set).map((name) => [goal, name] as const),
  );
  const strange = all.filter(([goal, name]) => !canSet(goal, name));
  if (strange.length === 0) return null;
  const leave = (id: string) => {
    const kept = all.filter(([goal, name]) => `${goal}.${name}` !== id);
    const goals: Record<string, Record<string, Value>> = {};
    for (const [goal, name] of kept)
      goals[goal] = { ...goals[goal], [name]: stage.goals[goal]?.[name] ?? null };
    change({ goals });
  };
  return (
    <Ticks
      label="set by no stage"
      isReadOnly={isReadOnly}
      ticks={strange.map(([goal, name]) => ({
        id: `${goal}.${name}`,
        isOn: true,
        trouble: "can't be set here",
      }))}
      onTick={leave}
    />
  );
}

function Goals({ stage, change }: StageProps) {
  const block = useView(({ document }) => blockOf(document));
  const catalog = useView((view) => view.catalog);
  const goals = runningIn(block, catalog, stage);
  return goals.map((goal) => {
    const node = block.nodes[goal];
    const params = catalog.get(node?.type ?? "")?.params ?? [];
    const given = node?.params ?? {};
    const set = stage.goals[goal] ?? {};
    const fields = params.filter(
      (param) => param.is_steered && (matters(param, { params, given }) || param.name in set),
    );
    const keep = (name: string, value: Value) => {
      const { [name]: _, ...others } = set;
      const next = value === null ? others : { ...others, [name]: value };
      const { [goal]: __, ...rest } = stage.goals;
      change({ goals: Object.keys(next).length > 0 ? { ...rest, [goal]: next } : rest });
    };
    const field = (param: Param) => (
      <NumberField
        key={param.name}
        param={param}
        value={set[param.name] ?? null}
        otherwise={given[param.name] ?? param.default}
        onKeep={(value) => keep(param.name, value)}
      />
    );
    const [first, ...others] = fields;
    return (
      <fieldset key={goal} className="default">
        <legend>{goal}</legend>
        {first && field(first)}
        <More isUnusual={others.some(({ name }) => name in set)}>{others.map(field)}</More>
      </fieldset>
    );
  });
}
