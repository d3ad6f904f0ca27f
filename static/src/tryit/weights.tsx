import { Plus, X } from "lucide-react";
import { useState } from "react";
import { ApiError } from "../api";
import { keptWeights } from "../run/controls/weights";
import { useLiveView } from "../run/live/live";
import { count } from "../run/live/sentences";

/** As many weights as answer side by side. */
const MOST = 4;

interface Offered {
  name: string;
  words: string;
}

/** Which weights answer, each in a column, and where one chooses them. */
export function useWeights(runId: string) {
  const best = useLiveView((view) => view.facts?.best ?? null);
  const hasAverage = useLiveView((view) =>
    Object.keys(view.facts?.metrics ?? {}).some((name) => name.endsWith(" (EMA)")),
  );
  const [chosen, setChosen] = useState<string[]>([]);
  const [moments, setMoments] = useState<Offered[]>([]);
  const offered: Offered[] = [
    ...(best ? [{ name: "best", words: `the weights of epoch ${best.epoch}, the best` }] : []),
    { name: "last", words: "the last weights" },
    ...(hasAverage ? [{ name: "average", words: "the average of the last weights" }] : []),
    ...moments,
    { name: "untrained", words: "the untrained network" },
  ];
  const there = chosen.filter((name) => offered.some((each) => each.name === name));
  const weights = there.length > 0 ? there : [best ? "best" : "last"];
  const look = async () => setMoments(await momentsOf(runId));
  const choice = (
    <WeightsChoice offered={offered} weights={weights} onChoose={setChosen} onLook={() => void look()} />
  );
  return {
    weights,
    choice,
    wordsOf: (name: string) => offered.find((each) => each.name === name)?.words ?? name,
  };
}

interface WeightsChoiceProps {
  offered: Offered[];
  weights: string[];
  onChoose: (weights: string[]) => void;
  /** Somebody is about to choose: what the run keeps by now is looked up. */
  onLook: () => void;
}

/** One column for each weights that answer; more stand beside them, up to a few. */
function WeightsChoice({ offered, weights, onChoose, onLook }: WeightsChoiceProps) {
  const free = offered.filter(({ name }) => !weights.includes(name));
  return (
    <fieldset className="tryit-columns" onPointerEnter={onLook} onFocus={onLook}>
      <legend className="run-unseen">Which weights answer</legend>
      {weights.map((name, place) => (
        <span key={name} className="tryit-weights">
          <label>
            <span className="tryit-by">{place === 0 ? "Answered by" : "beside"}</span>
            <select
              className="field"
              value={name}
              onChange={({ target }) =>
                onChoose(weights.map((each, at) => (at === place ? target.value : each)))
              }
            >
              {offered
                .filter((each) => each.name === name || !weights.includes(each.name))
                .map((each) => (
                  <option key={each.name} value={each.name}>
                    {each.words}
                  </option>
                ))}
            </select>
          </label>
          {weights.length > 1 && (
            <button
              type="button"
              className="icon-button"
              aria-label={`Without ${offered.find((each) => each.name === name)?.words}`}
              onClick={() => onChoose(weights.filter((each) => each !== name))}
            >
              <X aria-hidden size={13} />
            </button>
          )}
        </span>
      ))}
      {weights.length < MOST && free.length > 0 && (
        <button
          type="button"
          className="tryit-button"
          title="Other weights of this run answer beside these: the untrained network, to begin with"
          onClick={() => onChoose([...weights, (free.at(-1) as Offered).name])}
        >
          <Plus aria-hidden size={14} /> Compare
        </button>
      )}
    </fieldset>
  );
}

/** Moments that the run keeps beside its last and best weights; none where nobody says. */
async function momentsOf(runId: string): Promise<Offered[]> {
  try {
    return (await keptWeights.moments(runId))
      .filter(({ moment }) => moment !== "last" && moment !== "best")
      .map(({ moment, step }) => ({
        name: moment,
        words: step === null ? moment : `${moment}, step ${count(step)}`,
      }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return [];
  }
}
