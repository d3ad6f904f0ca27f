import "../shown.css";
import { Play } from "lucide-react";
import { useMemo } from "react";
import { play } from "../../../media/listen";
import { playable, waveOf } from "../../../media/waves";
import type { Sound } from "../../../types/generated";
import { valuesOf } from "./floats";
import { Maps } from "./Maps";

/** A sound to be heard, its wave, and which tones it holds at each moment. It is made quieter where it is too loud. */
export function SoundMade({ sound: { rate, wave, spectrogram }, name }: { sound: Sound; name: string }) {
  const values = useMemo(() => valuesOf(wave), [wave]);
  const loudest = useMemo(() => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0), [values]);
  const hear = () => {
    const heard = playable(
      values.map((value) => value / Math.max(1, loudest)),
      rate,
    );
    void play(heard.wave, heard.rate);
  };
  return (
    <figure className="heard">
      <button
        type="button"
        className="chip"
        onClick={hear}
        disabled={loudest === 0}
        aria-label={`Play ${name}`}
      >
        <Play aria-hidden size={11} /> {loudest === 0 ? "Silence" : "Play"}
      </button>
      <svg
        className="heard-wave"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`The wave of ${name}`}
      >
        <path d={waveOf(values, -(loudest || 1), loudest || 1)} />
      </svg>
      <Maps
        values={spectrogram}
        palette="value"
        fill={{ aspect: 1 }}
        label={`The tones of ${name}, from 0 to ${rate / 2} Hz`}
        style={{ width: 240, height: 56 }}
      />
    </figure>
  );
}
