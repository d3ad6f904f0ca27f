import { Play } from "lucide-react";
import { useMemo } from "react";
import { play } from "../../media/listen";
import { playable, waveOf } from "../../media/waves";
import type { SoundTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Picture, Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";
import { valuesOf } from "./parts/shades";

/** A sound to be heard, its wave and which tones it holds at each moment; the right one beside it. */
function Sound({ name, told, right }: AnswerProps<"sound">) {
  return (
    <div className="answer-figures">
      <One name={name} told={told} />
      {right && <One name="what would be right" told={right} />}
    </div>
  );
}

function One({ name, told: { rate, wave, spectrogram } }: { name: string; told: SoundTold }) {
  const values = useMemo(() => valuesOf(wave), [wave]);
  const loudest = useMemo(() => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0), [values]);
  const hear = () => {
    const { wave, rate: played } = playable(
      values.map((value) => value / Math.max(1, loudest)),
      rate,
    );
    void play(wave, played);
  };
  const seconds = numberText(Number((values.length / rate).toPrecision(3)));
  return (
    <Titled
      title={`${name}: ${seconds} s, ${numberText(rate)} values a second, at most ${numberText(Number(loudest.toPrecision(3)))}`}
    >
      <button type="button" className="tryit-button" onClick={hear} disabled={loudest === 0}>
        <Play aria-hidden size={14} /> {loudest === 0 ? "Silence" : "Play"}
      </button>
      <svg
        className="answer-wave"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label="Its wave"
      >
        <path d={waveOf(values, -(loudest || 1), loudest || 1)} vectorEffect="non-scaling-stroke" />
      </svg>
      <div className="answer-spectrogram">
        <Picture values={spectrogram} look="value" label={`Its tones, from 0 to ${rate / 2} Hz`} />
        <span className="axis-y">{numberText(rate / 2)} Hz</span>
        <span className="axis-x">{seconds} s</span>
      </div>
    </Titled>
  );
}

export const answer: AnswerKind<"sound"> = { key: "sound", Answer: Sound };
