import type { ReactNode } from "react";

type State = readonly number[];
/** What is seen after some states: the last one, and perhaps the way to it. */
type Scene = (states: readonly State[]) => ReactNode;

/** How each environment looks, by its key. */
export const SCENES: Readonly<Record<string, { box: string; stepMs: number; Scene: Scene }>> = {
  "cart-pole": { box: "-2.6 -1.2 5.2 1.6", stepMs: 20, Scene: CartPole },
  "grid-world": { box: "-0.1 -0.1 4.2 3.2", stepMs: 400, Scene: GridWorld },
};

function CartPole(states: readonly State[]) {
  const [place = 0, , angle = 0] = states.at(-1) ?? [];
  return (
    <>
      <line className="is-line" x1={-2.4} x2={2.4} y1={0.12} y2={0.12} />
      {[-2.4, 2.4].map((end) => (
        <line key={end} className="is-line" x1={end} x2={end} y1={0} y2={0.24} />
      ))}
      <rect className="is-thing" x={place - 0.25} y={-0.08} width={0.5} height={0.2} rx={0.04} />
      <line
        className="is-pole"
        x1={place}
        y1={-0.08}
        x2={place + Math.sin(angle)}
        y2={-0.08 - Math.cos(angle)}
      />
    </>
  );
}

const WALL = 5;
const GOOD = 3;
const BAD = 7;

function GridWorld(states: readonly State[]) {
  const cells = states.map((state) => state.indexOf(Math.max(...state)));
  const middles = cells.map((cell) => [(cell % 4) + 0.5, Math.floor(cell / 4) + 0.5] as const);
  const [x, y] = middles.at(-1) ?? [0, 0];
  const state = states.at(-1) ?? [];
  return (
    <>
      {state.map((_, cell) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
          key={cell}
          className={
            cell === WALL ? "is-wall" : cell === GOOD ? "is-good" : cell === BAD ? "is-bad" : "is-free"
          }
          x={(cell % 4) + 0.04}
          y={Math.floor(cell / 4) + 0.04}
          width={0.92}
          height={0.92}
          rx={0.08}
        />
      ))}
      <polyline className="is-way" points={middles.map((middle) => middle.join(",")).join(" ")} />
      <circle className="is-thing" cx={x} cy={y} r={0.3} />
    </>
  );
}
