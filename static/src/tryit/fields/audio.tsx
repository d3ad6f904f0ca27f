import { Play } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { listen, play } from "../../media/listen";
import { ofLength, resampled } from "../../media/sound";
import { useDevice } from "../../media/useDevice";
import { notifyFailure } from "../../parts/notices";
import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { latest } from "../latest";
import { asLoudAs, type Key, PHONE_KEYS, PIANO_KEYS, played, roomFor } from "../parts/tones";
import { Wave } from "../parts/Wave";

const EVERY_MS = 300;
const MOST_BYTES = 50_000_000;
/** What browsers play. */
const PLAYED_RATE = 16_000;
const WAYS = ["microphone", "file", "phone", "piano"] as const;
const NAMES = { microphone: "Microphone", file: "Sound file", phone: "Phone keys", piano: "Piano" };
type Way = (typeof WAYS)[number];

interface WayProps {
  asked: AskedOf<"audio">;
  /** Whether there was anything to hear: silence is not asked about. */
  hear: (sound: Float32Array) => boolean;
}

/** A sound: heard, out of a file, or played on keys. */
function Audio({ asked, given, onGive }: FieldProps<"audio">) {
  const [way, setWay] = useState<Way | null>(null);
  const hear = useCallback(
    (sound: Float32Array) => {
      const values = valuesOf(sound, asked);
      if (values) onGive(values);
      return values !== null;
    },
    [onGive, asked],
  );
  const sound = useMemo(() => given && Float32Array.from(given.slice(0, lengthOf(asked))), [given, asked]);
  return (
    <div className="tryit-audio">
      <div className="tryit-chips" role="toolbar" aria-label="Where the sound comes from">
        {WAYS.map((each) => (
          <button
            key={each}
            type="button"
            className="tryit-button"
            aria-pressed={each === way}
            onClick={() => setWay(each === way ? null : each)}
          >
            {NAMES[each]}
          </button>
        ))}
      </div>
      <div className="tryit-heard">
        {way === "microphone" && <Microphone asked={asked} hear={hear} />}
        {way === "file" && <SoundFile asked={asked} hear={hear} />}
        {way === "phone" && <Keys asked={asked} hear={hear} keys={PHONE_KEYS} name="Telephone keys" />}
        {way === "piano" && <Keys asked={asked} hear={hear} keys={PIANO_KEYS} name="Piano keys" />}
        {sound && (
          <div className="tryit-sound">
            <Wave values={sound} label={`The sound, ${(sound.length / asked.rate).toFixed(2)} seconds`} />
            <button
              type="button"
              className="tryit-button"
              aria-label="Play the sound"
              onClick={() => void sounded(sound, asked.rate)}
            >
              <Play aria-hidden size={14} /> Play
            </button>
          </div>
        )}
      </div>
    </div>
  );
}

const lengthOf = ({ shape }: AskedOf<"audio">) => shape.at(-1) ?? 1;

/** A sound on every channel, as loud as what was learned from where that is no recording; null where it is silence. */
function valuesOf(sound: Float32Array, asked: AskedOf<"audio">): number[] | null {
  const many = lengthOf(asked);
  const loud = asked.loudest > 1 ? asLoudAs(sound, 0.6 * asked.loudest) : sound;
  const one = Array.from(ofLength(loud, many), (value) => Math.round(value * 1e4) / 1e4);
  if (!one.some((value) => value !== 0)) return null;
  const channels = asked.shape.slice(0, -1).reduce((product, each) => product * each, 1);
  return Array.from({ length: channels }, () => one).flat();
}

function sounded(sound: Float32Array, rate: number): Promise<void> {
  return play(asLoudAs(resampled(sound, rate, PLAYED_RATE), 0.5), PLAYED_RATE).catch((error: unknown) =>
    notifyFailure("The sound can't be played", error),
  );
}

/** What is heard right now, asked about again and again: as long a piece as the network takes, up to now. */
function Microphone({ asked, hear }: WayProps) {
  const [many, to] = [lengthOf(asked), asked.rate];
  const { stream, trouble } = useDevice("microphone");
  const [isSilent, setIsSilent] = useState(false);
  useEffect(() => {
    if (!stream) return;
    let stop = () => {};
    let isGone = false;
    const held = latest();
    listen(stream, held.hear).then(
      ({ rate, stop: silence }) => {
        const piece = () => resampled(held.last(Math.ceil((many * rate) / to)), rate, to);
        const timer = setInterval(() => setIsSilent(!hear(piece())), EVERY_MS);
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
  }, [stream, many, to, hear]);
  return (
    <p className="tryit-words" role={trouble ? "alert" : "status"}>
      {trouble ??
        (stream
          ? `It listens to the last ${(many / to).toFixed(many < to ? 2 : 1)} seconds.`
          : "Allow the microphone, where the browser asks.")}
      {isSilent && " Nothing is to be heard: is it the right microphone?"}
    </p>
  );
}

/** The beginning of a sound in a file. */
function SoundFile({ asked, hear }: WayProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      setRefusal(
        `${file.name} has ${Math.round(file.size / 1e6)} MB; at most ${MOST_BYTES / 1e6} are opened.`,
      );
      return;
    }
    const context = new OfflineAudioContext(1, 1, 48_000);
    try {
      const found = await context.decodeAudioData(await file.arrayBuffer());
      const needed = Math.ceil((lengthOf(asked) * found.sampleRate) / asked.rate);
      const beginning = found.getChannelData(0).subarray(0, needed);
      const isHeard = hear(resampled(beginning, found.sampleRate, asked.rate));
      setRefusal(isHeard ? null : `${file.name} begins with silence: there is nothing to hear in it.`);
    } catch {
      setRefusal(`${file.name} is no sound that this browser can play. Try a WAV or an MP3.`);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file is dropped here; the button does the same
    <div
      className="tryit-file"
      data-takes-files
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <p>Drop a sound here, or</p>
      <button type="button" className="tryit-button" onClick={() => chooser.current?.click()}>
        Choose a sound…
      </button>
      <input
        ref={chooser}
        type="file"
        accept="audio/*"
        hidden
        onChange={({ target }) => void take(target.files?.[0])}
      />
      {refusal && <p role="alert">{refusal}</p>}
    </div>
  );
}

/** Keys that sound; where there is room, several one after the other. */
function Keys({ asked, hear, keys, name }: WayProps & { keys: readonly Key[]; name: string }) {
  const [pressed, setPressed] = useState<readonly Key[]>([]);
  const room = roomFor(lengthOf(asked), asked.rate);
  const press = (key: Key) => {
    const next = room > 1 ? [...pressed, key].slice(-room) : [key];
    setPressed(next);
    hear(played(next, lengthOf(asked), asked.rate));
    void sounded(played([key], Math.round(asked.rate / 8), asked.rate), asked.rate);
  };
  return (
    <div className="tryit-keyboard">
      <div className="tryit-keys" role="toolbar" aria-label={name} data-many={keys.length}>
        {keys.map((key) => (
          <button key={key.name} type="button" className="tryit-key" onClick={() => press(key)}>
            {key.name}
          </button>
        ))}
      </div>
      {room > 1 && pressed.length > 0 && (
        <p className="tryit-fine">
          {pressed.map((key) => key.name).join(" ")}{" "}
          <button type="button" className="tryit-word" onClick={() => setPressed([])}>
            Begin anew
          </button>
        </p>
      )}
    </div>
  );
}

export const field: FieldKind<"audio"> = {
  key: "audio",
  Field: Audio,
  beginsWithSample: true,
  call: "Make a sound, and the network says what it hears.",
};
