/** The two tones of each telephone key, in hertz (ITU-T Q.23). */
const ROWS = [697, 770, 852, 941] as const;
const COLUMNS = [1209, 1336, 1477] as const;
export const PHONE = "123456789*0#";
/** Two octaves of white keys, from C4. */
const SCALE = [0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 17, 19, 21, 23, 24] as const;
const NAMES = ["C", "D", "E", "F", "G", "A", "B"] as const;

export interface Key {
  name: string;
  /** What sounds at once, in hertz. */
  pitches: readonly number[];
}

export const PHONE_KEYS: readonly Key[] = [...PHONE].map((name, place) => ({
  name,
  pitches: [ROWS[Math.floor(place / 3)] as number, COLUMNS[place % 3] as number],
}));

export const PIANO_KEYS: readonly Key[] = SCALE.map((semitones, place) => ({
  name: `${NAMES[place % 7]}${4 + Math.floor(place / 7)}`,
  pitches: [440 * 2 ** ((semitones - 9) / 12)],
}));

const SOUNDS_S = 0.09;
const RESTS_S = 0.04;
const FADES_S = 0.003;
/** Each of the tones of a key swings so far. */
const LOUD = 0.75;

/** How many keys one after the other a sound has room for. */
export const roomFor = (many: number, rate: number) =>
  Math.max(1, Math.floor((many / rate + RESTS_S) / (SOUNDS_S + RESTS_S)));

/** Keys that are pressed one after the other, as a sound of so many values; a single one sounds in its middle. */
export function played(keys: readonly Key[], many: number, rate: number): Float32Array<ArrayBuffer> {
  const sound = new Float32Array(many);
  const long = Math.min(many, Math.round(SOUNDS_S * rate));
  const apart = Math.round((SOUNDS_S + RESTS_S) * rate);
  const all = (keys.length - 1) * apart + long;
  const begins = Math.max(0, Math.floor((many - all) / 2));
  keys.forEach(({ pitches }, place) => {
    for (let i = 0; i < long && begins + place * apart + i < many; i++) {
      const second = i / rate;
      const fade = Math.min(1, second / FADES_S, (long - i) / rate / FADES_S);
      const swing = pitches.reduce((sum, pitch) => sum + Math.sin(2 * Math.PI * pitch * second), 0);
      sound[begins + place * apart + i] = LOUD * fade * swing;
    }
  });
  return sound;
}

/** A sound as loud as told: its farthest swing is that. */
export function asLoudAs(sound: Float32Array, loudest: number): Float32Array<ArrayBuffer> {
  const far = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Float32Array.from(sound, (value) => (far > 0 ? (value * loudest) / far : 0));
}
