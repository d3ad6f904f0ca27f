import { setParam } from "../../commands/actions/set-param";
import { act } from "../../commands/command";
import { namedNodes } from "../../document/graph/names";
import type { Value } from "../../document/params/value";
import { inOrderOfFlow } from "../../document/reading/order";
import { learnersIn } from "../../document/stages/weights";
import { openBlock } from "../../document/view/view";
import { useEditor, useView } from "../../editor";
import { Ticks } from "../../parts/Ticks";
import type { Param } from "../../types/generated";

interface Props {
  node: string;
  param: Param;
  value: Value;
}

/** The nodes that an Objective trains, to tick; all of them where none is named. */
export function NodeTicks({ node, param, value }: Props) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const block = useView(openBlock);
  const learners = useView((view) => learnersIn(view).join(" "))
    .split(" ")
    .filter(Boolean);
  const named = namedNodes(value);
  const isAll = named.length === 0;
  const isAlone = Object.values(block.nodes).filter(({ type }) => type === "Objective").length < 2;
  const known = inOrderOfFlow(block).filter((id) => learners.includes(id));
  const gone = named.filter((id) => !known.includes(id));
  const keep = (ids: readonly string[]) =>
    act(editor, setParam, { node, name: param.name, value: ids.length > 0 ? ids.join(", ") : undefined });
  const tick = (id: string, isOn: boolean) => {
    const before = isAll ? known : named;
    const after = isOn ? [...before, id] : before.filter((each) => each !== id);
    const areAll = isAlone && gone.length === 0 && known.every((each) => after.includes(each));
    keep(areAll ? [] : known.concat(gone).filter((each) => after.includes(each)));
  };
  const isLast = (id: string) => !isReadOnly && named.length === 1 && named[0] === id;
  return (
    <Ticks
      label={param.name}
      help={param.help}
      isReadOnly={isReadOnly}
      onTick={tick}
      ticks={[
        ...gone.map((id) => ({
          id,
          isOn: true,
          trouble: id in block.nodes ? "has no weights" : "is not there any more",
        })),
        ...known.map((id) => ({
          id,
          isOn: isAll || named.includes(id),
          aside: block.nodes[id]?.frozen ? "frozen" : block.nodes[id]?.type,
          fixed: isLast(id) ? "It trains at least one node." : undefined,
        })),
      ]}
    >
      <label>
        <input
          type="checkbox"
          className="checkbox"
          checked={isAll}
          disabled={isReadOnly || isAll}
          onChange={() => keep([])}
        />
        All that learn
      </label>
    </Ticks>
  );
}
