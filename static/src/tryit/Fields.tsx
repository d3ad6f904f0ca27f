import { type ComponentType, useMemo } from "react";
import type { Answered, Asks } from "../types/generated";
import { FIELDS } from "./found";
import type { Asked, FieldProps, Hand, Kind } from "./kinds";

interface FieldsProps {
  asks: Asks;
  hand: Hand;
  give: (name: string, given: Hand[string]) => void;
  seen: Answered["given"] | null;
}

/** Everything that the network takes, each thing in its own way, in the order of the drawing. */
export function Fields({ asks, hand, give, seen }: FieldsProps) {
  const areMany = asks.fields.length > 1;
  return (
    <div className="tryit-fields">
      {asks.fields.map((asked) => (
        <div key={asked.name} className="tryit-field">
          {areMany && <h3 title={asked.help}>{asked.name}</h3>}
          <Field
            asked={asked}
            asks={asks}
            isAlone={!areMany}
            given={hand[asked.name] ?? null}
            give={give}
            seen={seen}
          />
        </div>
      ))}
    </div>
  );
}

interface OneProps extends Pick<FieldsProps, "asks" | "give" | "seen"> {
  asked: Asked;
  isAlone: boolean;
  given: Hand[string];
}

function Field({ asked, give, ...more }: OneProps) {
  const onGive = useMemo(() => (given: Hand[string]) => give(asked.name, given), [give, asked.name]);
  const Kindly = FIELDS.get(asked.kind)?.Field as ComponentType<FieldProps<Kind>> | undefined;
  if (!Kindly) return null;
  return <Kindly asked={asked} onGive={onGive} {...more} />;
}
