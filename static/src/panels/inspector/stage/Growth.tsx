import { FREE } from "../../../document/params/free";
import { blockOf } from "../../../document/reading/blocks";
import { useView } from "../../../editor";
import { Ticks } from "../../../parts/Ticks";
import { NumberField } from "./NumberField";
import type { StageProps } from "./StageForm";

/** How many copies each Repeat uses in this stage: with more of them in a later one, the network grows. */
export function Growth({ stage, change }: StageProps) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const { nodes } = useView(({ document }) => blockOf(document));
  const repeats = Object.keys(nodes).filter((id) => nodes[id]?.type === "Repeat");
  const others = Object.keys(stage.times).filter((id) => !repeats.includes(id));
  if (repeats.length + others.length === 0) return null;
  const leave = (id: string) => {
    const { [id]: _, ...times } = stage.times;
    change({ times });
  };
  return (
    <section aria-label="Growth">
      <h3>Copies in use</h3>
      {others.length > 0 && (
        <Ticks
          label="no Repeats"
          isReadOnly={isReadOnly}
          ticks={others.map((id) => ({ id, isOn: true, trouble: "is no Repeat" }))}
          onTick={(id) => leave(id)}
        />
      )}
      {repeats.map((id) => {
        const times = nodes[id]?.params.times ?? 2;
        const maximum = typeof times === "number" ? times : null;
        const keep = (value: unknown) => {
          if (value === null) leave(id);
          else change({ times: { ...stage.times, [id]: value as number } });
        };
        return (
          <NumberField
            key={id}
            param={{
              ...FREE,
              name: id,
              minimum: 1,
              maximum,
              help: "The first so many; with more in a later stage it grows.",
            }}
            value={stage.times[id] ?? null}
            otherwise={times}
            onKeep={keep}
          />
        );
      })}
    </section>
  );
}
