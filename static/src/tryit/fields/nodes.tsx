import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { NumberBox } from "../NumberBox";
import { chooseNode, useChosenNode } from "../parts/chosenNode";

/** What is known of one node after the other. */
function Nodes({ asked, given, onGive }: FieldProps<"nodes">) {
  const [nodes = 1, columns = 1] = asked.shape;
  const node = Math.min(
    useChosenNode((chosen) => chosen[asked.of] ?? 0),
    nodes - 1,
  );
  const values = given ?? zeros(asked);
  const row = values.slice(node * columns, (node + 1) * columns);
  const set = (column: number, value: number) =>
    onGive(values.map((each, at) => (at === node * columns + column ? value : each)));
  const [off = 0, on = 1] = asked.levels;
  const nameOf = (column: number) => asked.columns[column] ?? `${column}`;
  return (
    <div className="tryit-nodes">
      <label className="tryit-fine">
        Node{" "}
        <select
          className="field"
          value={node}
          onChange={({ target }) => chooseNode(asked.of, Number(target.value))}
        >
          {Array.from({ length: nodes }, (_, each) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <div className="tryit-row" data-is-bits={asked.levels.length === 2}>
        {row.map((value, column) =>
          asked.levels.length === 2 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a value is known by its column
            <label key={column}>
              <input
                type="checkbox"
                checked={value === on}
                onChange={({ target }) => set(column, target.checked ? on : off)}
              />
              {nameOf(column)}
            </label>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a value is known by its column
            <div key={column}>
              {nameOf(column)}
              <NumberBox
                name={`${asked.name} of node ${node}, ${nameOf(column)}`}
                value={value}
                places={3}
                onChange={(next) => set(column, next)}
              />
            </div>
          ),
        )}
      </div>
    </div>
  );
}

const zeros = ({ shape: [nodes = 1, columns = 1], levels }: AskedOf<"nodes">) =>
  new Array<number>(nodes * columns).fill(levels[0] ?? 0);

export const field: FieldKind<"nodes"> = {
  key: "nodes",
  Field: Nodes,
  start: zeros,
  beginsWithSample: true,
  call: "Say what is known of each node.",
};
