import "./play.css";
import { Play, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { lengthOf, runsByItself } from "./episode";
import { SCENES } from "./scenes";

interface FilmProps {
  world: string;
  /** What was seen at each step, and what came last. */
  states: readonly (readonly number[])[];
  /** The names of the actions between them. */
  taken: readonly string[];
  /** It is over after so long, however many steps it has; left out, each takes as long as it does. */
  mostMs?: number;
  /** How its button looks here. */
  button: string;
}

/** An episode as a small film: it runs once by itself, and again or step by step where it is wished. */
export function Film({ world, states, taken, mostMs, button }: FilmProps) {
  const scene = SCENES[world];
  const last = states.length - 1;
  const { step, isRunning, run, show } = useFilm(states, lengthOf(world, last, mostMs));
  const at = Math.min(step, last);
  const action = taken[at];
  return (
    <>
      {scene && (
        <svg viewBox={scene.box} role="img" aria-label={`Step ${at} of ${last}`}>
          {scene.Scene(states.slice(0, at + 1))}
        </svg>
      )}
      <div className="play-controls">
        <button type="button" className={button} onClick={run}>
          {isRunning || at < last ? <RotateCcw aria-hidden size={14} /> : <Play aria-hidden size={14} />} Run
          it
        </button>
        <input
          type="range"
          aria-label="Step of the episode"
          min={0}
          max={last}
          value={at}
          onChange={({ target }) => show(Number(target.value))}
        />
        <span>
          step {at} of {last}
          {action ? `, ${action}` : ""}
        </span>
      </div>
    </>
  );
}

/** The step that is shown: all of them one after the other for each new episode, unless motion is not wanted. */
function useFilm(states: FilmProps["states"], lengthMs: number) {
  const [step, setStep] = useState(0);
  const [begun, setBegun] = useState<number | null>(null);
  const last = states.length - 1;
  const run = () => setBegun(performance.now());
  useEffect(() => {
    setStep(0);
    if (states.length > 0 && runsByItself()) setBegun(performance.now());
  }, [states]);
  useEffect(() => {
    if (begun === null) return;
    let frame = requestAnimationFrame(function next(now: number) {
      const part = lengthMs > 0 ? Math.max(0, now - begun) / lengthMs : 1;
      const at = Math.min(last, Math.floor(part * last));
      setStep(at);
      if (at < last) frame = requestAnimationFrame(next);
      else setBegun(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [begun, last, lengthMs]);
  const show = (at: number) => {
    setBegun(null);
    setStep(at);
  };
  return { step, isRunning: begun !== null, run, show };
}
