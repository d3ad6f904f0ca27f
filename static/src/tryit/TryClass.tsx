import { useEffect, useState } from "react";
import type { Asked } from "../types/generated";

/** One of the classes that the network takes. */
export function TryClass({ field, onGive }: { field: Asked; onGive: (values: number[]) => void }) {
  const [place, setPlace] = useState(0);
  useEffect(() => onGive([place]), [place, onGive]);
  return (
    <select
      className="field"
      aria-label={field.name}
      value={place}
      onChange={({ target }) => setPlace(Number(target.value))}
    >
      {field.classes.map((name, at) => (
        <option key={name} value={at}>
          {name}
        </option>
      ))}
    </select>
  );
}
