import { useMemo } from "react";
import { rowsOf } from "../../play/episode";
import { Film } from "../../play/Film";
import { percentText } from "../../play/words";
import type { AnswerKind, AnswerProps } from "../kinds";
import { numberText } from "./parts/numberText";
import { valuesOf } from "./parts/shades";

/** What the network does in its environment from the given state on, as a small film. */
function Episode({ told }: AnswerProps<"episode">) {
  const { world, actions, probabilities, ended, earned } = told;
  const states = useMemo(() => rowsOf(valuesOf(told.states), told.states.shape[1] ?? 1), [told]);
  const last = states.length - 1;
  return (
    <div className="play-scene">
      <Film
        world={world}
        states={states}
        taken={told.taken.map((action) => actions[action] ?? "")}
        button="tryit-button"
      />
      <p role="status">
        {ended ? `The episode ended after ${last} steps` : `It still went on after ${last} steps`} and earned{" "}
        {numberText(earned)}.
      </p>
      <p className="tryit-fine">
        At first it makes{" "}
        {actions.map((each, place) => `${each} ${percentText(probabilities[place] ?? 0)}`).join(", ")}.
      </p>
    </div>
  );
}

export const answer: AnswerKind<"episode"> = { key: "episode", Answer: Episode };
