import "./answers/parts/answers.css";
import type { ComponentType } from "react";
import { useLiveView } from "../run/live/live";
import { count, nameOf } from "../run/live/sentences";
import type { Answered, AnsweredBy, Asks, HeldOut } from "../types/generated";
import { ANSWERS, FIELDS } from "./found";
import type { AnswerProps, Hand, Kind, ToldKind } from "./kinds";

interface AnswersProps {
  asks: Asks;
  /** What was asked, field by field. */
  hand: Hand;
  answered: Answered;
  right: HeldOut["right"];
  /** What weights are called. */
  wordsOf: (weights: string) => string;
}

/** What the network answers, with each of the weights that were asked, and what it was given. */
export function Answers({ asks, hand, answered, right, wordsOf }: AnswersProps) {
  const areMany = answered.answers.length > 1;
  return (
    <div className={`tryit-answers ${areMany ? "is-many" : ""}`}>
      {answered.answers.map((by) => (
        <Column
          key={by.weights}
          by={by}
          asks={asks}
          given={answered.given}
          right={right}
          heading={areMany ? wordsOf(by.weights) : null}
        />
      ))}
      {asks.fields.map((asked) => {
        const Seen = FIELDS.get(asked.kind)?.Seen as
          | ComponentType<{ asked: typeof asked; hand: unknown; given: unknown }>
          | undefined;
        const given = answered.given[asked.name] as Answered["given"][Kind] | undefined;
        return Seen && given !== undefined ? (
          <Seen key={asked.name} asked={asked} hand={hand[asked.name]} given={given} />
        ) : null;
      })}
    </div>
  );
}

interface ColumnProps {
  by: AnsweredBy;
  asks: Asks;
  given: Answered["given"];
  right: HeldOut["right"];
  /** Which weights these are, where several stand side by side. */
  heading: string | null;
}

function Column({ by, asks, given, right, heading }: ColumnProps) {
  const run = useLiveView(({ runs, runId }) => runs?.find(({ id }) => id === runId));
  return (
    <div className="tryit-column" data-weights={by.weights}>
      {heading && <h3>{heading}</h3>}
      {Object.entries(by.told).map(([name, told]) => {
        const Kindly = ANSWERS.get(told.kind)?.Answer as ComponentType<AnswerProps<ToldKind>> | undefined;
        const wanted = right[name];
        return (
          Kindly && (
            <div key={name} data-answer={name} data-kind={told.kind}>
              <Kindly
                name={name}
                told={told}
                right={wanted?.kind === told.kind ? wanted : null}
                asks={asks}
                given={given}
              />
            </div>
          )
        );
      })}
      <p className="tryit-fine">
        Answered by {run ? `the network of ${nameOf(run)}` : "the network"} as it was after step{" "}
        {count(by.step)}.
      </p>
    </div>
  );
}
