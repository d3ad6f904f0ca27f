import { useMemo } from "react";
import { play } from "../../media/listen";
import type { Shot } from "./takes";

const POINTS = 56;
export const SOUND_RATE = 16_000;

/** How one recorded thing looks. A sound is heard when it is pressed. */
export function ShotFace({ face }: Pick<Shot, "face">) {
  if (typeof face === "string") return <img src={face} alt="" width={56} height={56} draggable={false} />;
  return (
    <button
      type="button"
      className="own-shot-sound"
      aria-label="Listen"
      onClick={() => void play(face, SOUND_RATE)}
    >
      <Loudness values={face} />
    </button>
  );
}

/** How loud a sound is, from its beginning to its end. */
function Loudness({ values }: { values: Float32Array }) {
  const path = useMemo(() => loudnessPath(values), [values]);
  return (
    <svg viewBox={`0 -1 ${POINTS} 2`} preserveAspectRatio="none" aria-hidden>
      <path d={path} />
    </svg>
  );
}

function loudnessPath(values: Float32Array): string {
  const size = Math.ceil(values.length / POINTS);
  return Array.from({ length: POINTS }, (_, place) => {
    const peak = values
      .subarray(place * size, (place + 1) * size)
      .reduce((most, value) => Math.max(most, Math.abs(value)), 0.02);
    return `M${place + 0.5},${-peak}V${peak}`;
  }).join("");
}
