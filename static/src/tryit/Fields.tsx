import { type ComponentType, useMemo } from "react";
import type { Asks } from "../types/generated";
import { FIELDS } from "./found";
import type { Asked, FieldProps, Hand, Kind } from "./kinds";

interface FieldsProps {
  asks: Asks;
  hand: Hand;
  give: (name: string, given: Hand[string]) => void;
}

/** Everything that the network takes, each thing in its own way, in the order of the drawing. */
export function Fields({ asks, hand, give }: FieldsProps) {
  const areMany = asks.fields.length > 1;
  return (
    <div className="tryit-fields">
      {asks.fields.map((asked) => (
        <div key={asked.name} className="tryit-field">
          {areMany && <h3 title={asked.help}>{asked.name}</h3>}
          <Field asked={asked} isAlone={!areMany} hand={hand} give={give} />
        </div>
      ))}
    </div>
  );
}

interface OneProps {
  asked: Asked;
  isAlone: boolean;
  hand: Hand;
  give: FieldsProps["give"];
}

function Field({ asked, isAlone, hand, give }: OneProps) {
  const onGive = useMemo(() => (given: Hand[string]) => give(asked.name, given), [give, asked.name]);
  const Kindly = FIELDS.get(asked.kind)?.Field as ComponentType<FieldProps<Kind>> | undefined;
  if (!Kindly) return null;
  return (
    <Kindly asked={asked} given={hand[asked.name] ?? null} onGive={onGive} isAlone={isAlone} hand={hand} />
  );
}
