/** Less than this of a second at the end is left out, unless it is all there is. */
const LEAST = 0.5;

/** Cuts what is heard into seconds, and hands each on; what is left at the end is one, too, where it is long enough. */
export function seconds(rate: number, keep: (values: Float32Array) => void) {
  const held = new Float32Array(rate);
  let [many, kept] = [0, 0];
  const hand = () => {
    keep(held.slice(0, many));
    [many, kept] = [0, kept + 1];
  };
  return {
    hear(piece: Float32Array): void {
      for (let from = 0; from < piece.length; ) {
        const room = Math.min(rate - many, piece.length - from);
        held.set(piece.subarray(from, from + room), many);
        many += room;
        from += room;
        if (many === rate) hand();
      }
    },
    end(): void {
      if (many >= LEAST * rate || (kept === 0 && many > 0)) hand();
    },
  };
}
