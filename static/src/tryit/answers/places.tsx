import { useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { classColour } from "../../run/looks/parts/colours";
import type { PlacesTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Shares } from "./parts/Shares";

const CALLS: Record<PlacesTold["role"], string> = {
  tags: "What each word is",
  fill: "What was hidden",
  next: "What follows each",
  text: "One for each place",
};

/** Words with what is said of each; a chosen one shows what else it might be. */
function Places({ told, right }: AnswerProps<"places">) {
  const { role, places, between, classes } = told;
  const first = places.findIndex(({ said }) => said.length > 0);
  const [pressed, setPressed] = useState<number | null>(null);
  const chosen = pressed !== null && places[pressed]?.said.length ? pressed : first;
  const isDark = useIsDark();
  const said = places[chosen]?.said ?? [];
  const wanted = right?.places[chosen]?.said[0]?.name;
  const wrong = right ? places.filter((_, at) => isWrong(told, right, at)).length : 0;
  const judged = right ? right.places.filter((each) => each.said.length > 0).length : 0;
  return (
    <div className="answer-places">
      <fieldset className="answer-words" data-role={role} data-spaced={between !== ""}>
        <legend className="tryit-fine">
          {CALLS[role]}
          {judged > 0 && `, ${judged - wrong} of ${judged} right`}. Press one to see what else it might be.
        </legend>
        {places.map(({ word, said: [best] }, at) => {
          const text = role === "text" || role === "fill" ? (best?.name ?? word) : word;
          const tag = role === "tags" || role === "next" ? best?.name : undefined;
          const number = best ? classes.indexOf(best.name) : -1;
          const isPlain = !best || (role === "tags" && number === 0);
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
              key={at}
              type="button"
              disabled={!best}
              aria-pressed={at === chosen}
              aria-label={`${word || text}${best ? `: ${best.name}` : ""}`}
              data-wrong={right ? isWrong(told, right, at) : false}
              data-said={best !== undefined}
              style={
                isPlain ? {} : ({ "--class": classColour(role === "tags" ? number : 0, isDark) } as object)
              }
              onClick={() => setPressed(at)}
            >
              <span>{visible(text)}</span>
              {tag !== undefined && <small>{isPlain ? "" : visible(tag)}</small>}
            </button>
          );
        })}
      </fieldset>
      {said.length > 0 && (
        <div className="answer-side">
          <p className="tryit-fine">
            {places[chosen]?.word && role !== "fill" ? `${visible(places[chosen].word)}:` : "There:"}
            {wanted !== undefined && ` right is ${visible(wanted)}`}
          </p>
          <Shares
            names={said.map(({ name }) => visible(name))}
            shares={said.map(({ probability }) => probability)}
            isMarked={(place) => place === 0}
            label="What else it might be"
          />
        </div>
      )}
    </div>
  );
}

/** A space that can be seen. */
const visible = (text: string) => (text === " " ? "␣" : text);

function isWrong(told: PlacesTold, right: PlacesTold, at: number): boolean {
  const wanted = right.places[at]?.said[0]?.name;
  return wanted !== undefined && wanted !== told.places[at]?.said[0]?.name;
}

export const answer: AnswerKind<"places"> = { key: "places", Answer: Places };
