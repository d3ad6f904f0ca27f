import type { FieldKind, FieldProps } from "../kinds";
import { NumberBox } from "../NumberBox";

const MOST = 256;

/** Any values, one by one. */
function Values({ asked: { shape }, given, onGive }: FieldProps<"values">) {
  if (!given) return <p className="tryit-words">Take a held-out sample to begin with.</p>;
  const across = shape.at(-1) ?? 1;
  return (
    <div className="tryit-values" style={{ gridTemplateColumns: `repeat(${Math.min(across, 12)}, 64px)` }}>
      {given.slice(0, MOST).map((value, place) => (
        <NumberBox
          // biome-ignore lint/suspicious/noArrayIndexKey: a value is known by its place
          key={place}
          name={`value ${place + 1}`}
          value={value}
          places={3}
          onChange={(next) => onGive(given.map((each, at) => (at === place ? next : each)))}
        />
      ))}
      {given.length > MOST && <p>and {given.length - MOST} more</p>}
    </div>
  );
}

export const field: FieldKind<"values"> = {
  key: "values",
  Field: Values,
  beginsWithSample: true,
  call: "Take a held-out sample, and change it.",
};
