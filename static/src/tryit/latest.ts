/** The longest sound that any network takes, at the highest rate of a microphone. */
const MOST = 10 * 48_000;

/** Keeps what was heard last. */
export function latest() {
  const held = new Float32Array(MOST);
  let many = 0;
  return {
    hear(piece: Float32Array): void {
      for (const value of piece) held[many++ % MOST] = value;
    },
    /** So many values up to now; silence before anything was heard. */
    last(wanted: number): Float32Array {
      return Float32Array.from({ length: wanted }, (_, at) => {
        const place = many - wanted + at;
        return place < 0 || wanted > MOST ? 0 : (held[place % MOST] ?? 0);
      });
    },
  };
}
