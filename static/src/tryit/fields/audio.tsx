import { useEffect } from "react";
import { listen } from "../../media/listen";
import { ofLength, resampled } from "../../media/sound";
import { useDevice } from "../../media/useDevice";
import { notifyFailure } from "../../parts/notices";
import type { FieldKind, FieldProps } from "../kinds";
import { latest } from "../latest";

const EVERY_MS = 300;

/** What the microphone hears, asked about again and again: as long a piece as the network takes, up to now. */
function Audio({ asked: field, onGive }: FieldProps<"audio">) {
  const many = field.shape.reduce((product, each) => product * each, 1);
  const to = field.rate;
  const { stream, trouble } = useDevice("microphone");
  useEffect(() => {
    if (!stream) return;
    let stop = () => {};
    let isGone = false;
    const held = latest();
    listen(stream, held.hear).then(
      ({ rate, stop: silence }) => {
        const timer = setInterval(() => onGive(valuesOf(held, rate, many, to)), EVERY_MS);
        stop = () => {
          clearInterval(timer);
          silence();
        };
        if (isGone) stop();
      },
      (error: unknown) => notifyFailure("The microphone can't be heard", error),
    );
    return () => {
      isGone = true;
      stop();
    };
  }, [stream, many, to, onGive]);
  return (
    <p className="tryit-words" role={trouble ? "alert" : "status"}>
      {trouble ??
        (stream
          ? `It listens to the last ${(many / to).toFixed(1)} seconds.`
          : "Allow the microphone, where the browser asks.")}
    </p>
  );
}

function valuesOf(held: ReturnType<typeof latest>, rate: number, many: number, to: number): number[] {
  const heard = held.last(Math.ceil((many * rate) / to));
  return Array.from(ofLength(resampled(heard, rate, to), many), (value) => Math.round(value * 1e4) / 1e4);
}

export const field: FieldKind<"audio"> = {
  key: "audio",
  Field: Audio,
  call: "Make a sound, and the network says what it hears.",
};
