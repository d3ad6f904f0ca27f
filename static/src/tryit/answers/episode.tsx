import "../play/play.css";
import { Play, RotateCcw } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { EpisodeTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { SCENES } from "../play/scenes";
import { percentText } from "../play/words";
import { numberText } from "./parts/numberText";
import { valuesOf } from "./parts/shades";

/** What the network does in its environment from the given state on, as a small film. */
function Episode({ told }: AnswerProps<"episode">) {
  const scene = SCENES[told.world];
  const states = useMemo(() => rowsOf(told), [told]);
  const last = states.length - 1;
  const { step, isRunning, run, show } = useFilm(states, scene?.stepMs ?? 100);
  const state = states[Math.min(step, last)] ?? [];
  const action = told.actions[told.taken[step] ?? -1];
  return (
    <div className="play-scene">
      {scene && (
        <svg viewBox={scene.box} role="img" aria-label={`Step ${step} of ${last}`}>
          {scene.Scene(state)}
        </svg>
      )}
      <div className="play-controls">
        <button type="button" className="tryit-button" onClick={run}>
          {isRunning || step < last ? <RotateCcw aria-hidden size={14} /> : <Play aria-hidden size={14} />}{" "}
          Run it
        </button>
        <input
          type="range"
          aria-label="Step of the episode"
          min={0}
          max={last}
          value={Math.min(step, last)}
          onChange={({ target }) => show(Number(target.value))}
        />
        <span>
          step {Math.min(step, last)} of {last}
          {action ? `, ${action}` : ""}
        </span>
      </div>
      <p role="status">
        {told.ended ? `The episode ended after ${last} steps` : `It still went on after ${last} steps`} and
        earned {numberText(told.earned)}.
      </p>
      <p className="tryit-fine">
        At first it makes{" "}
        {told.actions
          .map((each, place) => `${each} ${percentText(told.probabilities[place] ?? 0)}`)
          .join(", ")}
        .
      </p>
    </div>
  );
}

/** The step that is shown: all of them one after the other for each new episode, unless motion is not wanted. */
function useFilm(states: readonly number[][], stepMs: number) {
  const [step, setStep] = useState(0);
  const [begun, setBegun] = useState<number | null>(null);
  const last = states.length - 1;
  const run = () => setBegun(performance.now());
  useEffect(() => {
    setStep(0);
    if (states.length > 0 && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      setBegun(performance.now());
    }
  }, [states]);
  useEffect(() => {
    if (begun === null) return;
    let frame = requestAnimationFrame(function next(now: number) {
      const at = Math.min(last, Math.max(0, Math.floor((now - begun) / stepMs)));
      setStep(at);
      if (at < last) frame = requestAnimationFrame(next);
      else setBegun(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [begun, last, stepMs]);
  const show = (at: number) => {
    setBegun(null);
    setStep(at);
  };
  return { step, isRunning: begun !== null, run, show };
}

function rowsOf({ states }: EpisodeTold): number[][] {
  const [rows = 0, columns = 0] = states.shape;
  const values = [...valuesOf(states)];
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}

export const answer: AnswerKind<"episode"> = { key: "episode", Answer: Episode };
