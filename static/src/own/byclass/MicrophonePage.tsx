import { useEffect, useRef } from "react";
import { type Listening, listen } from "../../media/listen";
import { asWav, ofLength, resampled } from "../../media/sound";
import { useDevice } from "../../media/useDevice";
import { notifyFailure } from "../../parts/notices";
import { ByClass } from "./ByClass";
import { HoldButton } from "./HoldButton";
import { SOUND_RATE } from "./ShotFace";
import { seconds } from "./seconds";
import { addShot, createTakes, newTake } from "./takes";

const takes = createTakes();

/** Sounds by class: for as long as a button is held, a second at a time. */
export function MicrophonePage() {
  const { stream, trouble } = useDevice("microphone");
  const level = useRef<HTMLSpanElement>(null);
  const hear = useRef<((piece: Float32Array) => void) | null>(null);
  const ear = useRef<Listening | null>(null);
  useEffect(() => {
    if (!stream) return;
    let isGone = false;
    listen(stream, (piece) => {
      showLevel(level.current, piece);
      hear.current?.(piece);
    }).then(
      (listening) => {
        if (isGone) listening.stop();
        else ear.current = listening;
      },
      (error: unknown) => notifyFailure("The microphone can't be heard", error),
    );
    return () => {
      isGone = true;
      ear.current?.stop();
      ear.current = null;
    };
  }, [stream]);
  const hold = (id: string) => () => {
    const rate = ear.current?.rate ?? SOUND_RATE;
    const take = newTake();
    const keep = (values: Float32Array) => {
      const face = ofLength(resampled(values, rate, SOUND_RATE), SOUND_RATE);
      addShot(takes, id, { take, content: asWav(face, SOUND_RATE), face });
    };
    const cutting = seconds(rate, keep);
    hear.current = cutting.hear;
    return () => {
      hear.current = null;
      cutting.end();
    };
  };
  return (
    <ByClass
      takes={takes}
      noun="sound"
      how="hold the button"
      suffix="wav"
      name="Recorded sounds"
      filler={({ id, name }) => (
        <HoldButton label={`Hold to record ${name}`} disabled={!stream} onHold={hold(id)}>
          Hold to record
        </HoldButton>
      )}
    >
      {stream ? (
        <div className="own-level" role="img" aria-label="How loud it is">
          <span ref={level} />
        </div>
      ) : (
        <p className="own-waiting" role={trouble ? "alert" : "status"}>
          {trouble ?? "Allow the microphone, where the browser asks."}
        </p>
      )}
      <p>
        Hold a class's button and make its sound, three times or more: every second of it is one sample.
        Whoever is heard should know: a voice is personal.
      </p>
    </ByClass>
  );
}

function showLevel(bar: HTMLElement | null, piece: Float32Array): void {
  if (!bar) return;
  const peak = piece.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const before = Number(bar.dataset.level ?? 0);
  const now = Math.max(peak, before * 0.98);
  bar.dataset.level = String(now);
  bar.style.transform = `scaleX(${Math.min(1, now)})`;
}
