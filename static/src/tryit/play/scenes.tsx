import type { ReactNode } from "react";

type Scene = (state: readonly number[]) => ReactNode;

/** How a state of each environment looks, by the environment's key. */
export const SCENES: Readonly<Record<string, { box: string; stepMs: number; Scene: Scene }>> = {
  "cart-pole": { box: "-2.6 -1.2 5.2 1.6", stepMs: 20, Scene: CartPole },
  "grid-world": { box: "-0.1 -0.1 4.2 3.2", stepMs: 400, Scene: GridWorld },
};

function CartPole([place = 0, , angle = 0]: readonly number[]) {
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

function GridWorld(state: readonly number[]) {
  const here = state.indexOf(Math.max(...state));
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
      <circle className="is-thing" cx={(here % 4) + 0.5} cy={Math.floor(here / 4) + 0.5} r={0.3} />
    </>
  );
}
