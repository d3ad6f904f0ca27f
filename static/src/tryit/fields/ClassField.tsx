import { useEffect, useState } from "react";
import type { Asked } from "../../types/generated";
import type { Given } from "../predict";

/** Chooses one of the classes that a field has. */
export function ClassField({ field, onGive }: { field: Asked; onGive: (given: Given) => void }) {
  const [chosen, setChosen] = useState(0);
  useEffect(() => onGive([chosen]), [chosen, onGive]);
  return (
    <label className="tryit-class-field">
      <span>{field.name}</span>
      <select className="field" value={chosen} onChange={({ target }) => setChosen(Number(target.value))}>
        {field.classes.map((name, place) => (
          <option key={name} value={place}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
