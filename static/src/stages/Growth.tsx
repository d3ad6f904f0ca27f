import { FREE } from "../document/params/free";
import { blockOf } from "../document/reading/blocks";
import { useView } from "../editor";
import { NumberField } from "./NumberField";
import type { StageProps } from "./StageForm";

/** How many copies each Repeat uses in this stage: with more of them in a later one, the network grows. */
export function Growth({ stage, change }: StageProps) {
  const { nodes } = useView(({ document }) => blockOf(document));
  const repeats = Object.keys(nodes).filter((id) => nodes[id]?.type === "Repeat");
  if (repeats.length === 0) return null;
  return (
    <section aria-label="Growth">
      <h3>Copies in use</h3>
      {repeats.map((id) => {
        const times = nodes[id]?.params.times ?? 2;
        const maximum = typeof times === "number" ? times : null;
        const keep = (value: unknown) => {
          const { [id]: _, ...rest } = stage.times;
          change({ times: value === null ? rest : { ...rest, [id]: value as number } });
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
