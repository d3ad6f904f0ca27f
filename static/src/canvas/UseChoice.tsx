import { blockOf } from "../document/reading/blocks";
import { chosenUse, type Use, usersIn } from "../document/reading/way";
import { useEditor, useView } from "../editor";

const ONCE = new Set(["Block", "Share"]);

/** Which use of the open block probes look into, where there is a choice: the node, and which of its times. */
export function UseChoice({ outer, name }: { outer: string; name: string }) {
  const { view } = useEditor();
  const document = useView((now) => now.document);
  const uses = useView((now) => now.uses);
  const use = chosenUse(document, uses, outer, name);
  if (!use) return null;
  const users = usersIn(document, outer, name);
  const node = blockOf(document, outer).nodes[use.node];
  const choose = (chosen: Use) => view.setState({ uses: { ...uses, [name]: chosen } });
  const times = typeof node?.params.times === "number" ? node.params.times : undefined;
  return (
    <span className="use-choice">
      {users.length > 1 && (
        <label>
          in
          <select value={use.node} onChange={({ target }) => choose({ node: target.value, turn: 0 })}>
            {users.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      {node && !ONCE.has(node.type) && (
        <label title="Which of the times that the block runs is shown on the nodes">
          time
          <input
            type="number"
            min={1}
            max={times}
            value={use.turn + 1}
            onChange={({ target }) => {
              const turn = Math.round(target.valueAsNumber) - 1;
              if (turn >= 0 && turn < (times ?? 100_000)) choose({ ...use, turn });
            }}
          />
        </label>
      )}
    </span>
  );
}
