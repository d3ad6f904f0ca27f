import { Dices, Shuffle } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useLiveView } from "../run/live/live";
import { count } from "../run/live/sentences";
import type { Asks } from "../types/generated";
import { Answers } from "./Answers";
import { beginsWithSample, callFor, questionOf, startOf, useAsks } from "./asks";
import { Fields } from "./Fields";
import type { Hand } from "./kinds";
import { LatentMap } from "./LatentMap";
import { Offers } from "./Offers";
import { usePrediction } from "./predict";
import { useHeldOut } from "./sample";
import { useWeights } from "./weights";

/** Lets a visitor hand the network something of their own and watch what it makes of it. */
export function TryIt({ project }: { project: string }) {
  const runId = useLiveView((view) => view.runId);
  const { asks, trouble } = useAsks(runId);
  return (
    <section className="tryit" aria-label="Try it" data-project={project}>
      {asks && runId ? (
        <Asking key={runId} runId={runId} asks={asks} />
      ) : (
        <div className="tryit-body">
          <p className="tryit-words">{trouble ?? wordsFor(runId, asks, false, false)}</p>
        </div>
      )}
    </section>
  );
}

function Asking({ runId, asks }: { runId: string; asks: Asks }) {
  const hasCheckpoint = useLiveView((view) => (view.facts?.checkpoint_step ?? null) !== null);
  const [hand, setHand] = useState<Hand>(() => startOf(asks));
  const [seed, setSeed] = useState(0);
  const { weights, choice, wordsOf } = useWeights(runId);
  const held = useHeldOut(runId);
  const question = useMemo(() => questionOf(asks, hand, seed), [asks, hand, seed]);
  const { reply, refusal } = usePrediction(question, weights);
  const give = useCallback((name: string, given: Hand[string]) => {
    setHand((before) => (before[name] === given ? before : { ...before, [name]: given }));
  }, []);
  const { sample, take } = held;
  const fill = useCallback(
    async (place: number, isAsked = true) => {
      const found = await take(place, isAsked);
      if (found) setHand(found.fields as Hand);
    },
    [take],
  );
  useEffect(() => {
    if (beginsWithSample(asks)) void fill(0, false); // where it may not be seen, a hand begins with nothing
  }, [asks, fill]);
  const isAsHeld = sample !== null && Object.entries(sample.fields).every(([name, it]) => hand[name] === it);
  return (
    <>
      <div className="tryit-head">
        {choice}
        {asks.fields.length > 0 && (
          <button
            type="button"
            className="tryit-button"
            title="Fills every field with a sample that the network did not learn from"
            onClick={() => void fill(sample ? (sample.place + 1) % Math.max(1, sample.of) : 0)}
          >
            <Shuffle aria-hidden size={14} /> Take a held-out sample
          </button>
        )}
        {asks.draws && (
          <button
            type="button"
            className="tryit-button"
            title="Chance takes part in the answer: this draws anew"
            onClick={() => setSeed((before) => before + 1)}
          >
            <Dices aria-hidden size={14} /> Again
          </button>
        )}
        <Offers offers={asks.offers} />
        {sample && isAsHeld && (
          <span className="tryit-fine">
            Held-out sample {count(sample.place + 1)} of {count(sample.of)}
          </span>
        )}
        {held.trouble && (
          <span className="tryit-refusal" role="alert">
            {held.trouble}
          </span>
        )}
      </div>
      <div className="tryit-body">
        {asks.fields.length > 0 && (
          <Fields asks={asks} hand={hand} give={give} seen={reply?.answered.given ?? null} />
        )}
        {reply ? (
          <Answers
            asks={asks}
            hand={reply.question.fields}
            answered={reply.answered}
            right={isAsHeld && sample ? sample.right : {}}
            wordsOf={wordsOf}
          />
        ) : (
          !refusal && <p className="tryit-words">{wordsFor(runId, asks, hasCheckpoint, question !== null)}</p>
        )}
        {refusal && (
          <p className="tryit-refusal" role="alert">
            {refusal}
          </p>
        )}
        {asks.code > 1 && hasCheckpoint && (
          <LatentMap runId={runId} asks={asks} weights={weights[0] ?? "last"} />
        )}
      </div>
    </>
  );
}

function wordsFor(
  runId: string | null,
  asks: Asks | null,
  hasCheckpoint: boolean,
  hasQuestion: boolean,
): string {
  if (!runId) return "Press Train first. As soon as the network has learned a little, try it here.";
  if (!asks) return "Looking at what this network takes…";
  if (asks.why) return asks.why;
  if (!hasCheckpoint) return "The network is about to learn its first steps. It answers in a moment.";
  return hasQuestion ? "Asking the network…" : callFor(asks);
}
