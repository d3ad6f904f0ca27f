import "../looks/value-map.css";
import type { ValueCell } from "../../types/generated";
import type { PictureKind } from "../looks/registry";

const TOWARDS: Readonly<Record<string, readonly [number, number]>> = {
  up: [0, -1],
  right: [1, 0],
  down: [0, 1],
  left: [-1, 0],
};
const LONGEST = 0.16;
const FAINTEST = 0.08;

export const picture: PictureKind<"value-map"> = {
  key: "value-map",
  Picture: ({ picture: { rows, columns, actions, cells } }) => (
    <svg
      className="value-map"
      viewBox={`0 0 ${columns} ${rows}`}
      role="img"
      aria-label="What each cell is worth, and where the network would go"
    >
      {cells.map((cell, place) => (
        <g
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
          key={place}
          transform={`translate(${place % columns} ${Math.floor(place / columns)})`}
          data-cell={place}
        >
          <title>{told(place, cell, actions)}</title>
          <rect
            className={kindOf(cell)}
            x={0.03}
            y={0.03}
            width={0.94}
            height={0.94}
            rx={0.05}
            {...(cell.policy.length > 0 && {
              fillOpacity: FAINTEST + 0.5 * Math.min(1, Math.abs(cell.value ?? 0)),
            })}
          />
          {cell.policy.map((share, action) => {
            const [x, y] = TOWARDS[actions[action] ?? ""] ?? [0, 0];
            return (
              <line
                key={actions[action]}
                x1={0.5 + 0.3 * x}
                y1={0.4 + 0.16 * y}
                x2={0.5 + (0.3 + LONGEST * share) * x}
                y2={0.4 + (0.16 + LONGEST * share) * y}
                strokeOpacity={share}
              />
            );
          })}
          {cell.value !== null && (
            <text x={0.5} y={0.52}>
              {cell.value.toFixed(2)}
            </text>
          )}
          {cell.best !== null && (
            <text className="is-exact" x={0.5} y={0.94}>
              {cell.best.toFixed(2)}
            </text>
          )}
        </g>
      ))}
    </svg>
  ),
  words: () => "longer lines are likelier; bold: perfect play",
};

function kindOf({ value, policy }: ValueCell): string {
  if (value === null) return "is-wall";
  if (policy.length === 0) return value > 0 ? "is-good" : "is-bad";
  return value < 0 ? "is-below" : "is-free";
}

function told(place: number, { value, best, policy }: ValueCell, actions: readonly string[]): string {
  if (value === null) return `Cell ${place}: a wall`;
  if (best === null) return `Cell ${place}: an end, worth ${value}`;
  const ways = policy.map((share, action) => `${actions[action]} ${Math.round(100 * share)} %`).join(", ");
  return `Cell ${place}: worth ${value.toFixed(3)}, by perfect play ${best.toFixed(3)}; ${ways}`;
}
