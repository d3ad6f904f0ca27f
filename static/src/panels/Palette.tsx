import { useReactFlow } from "@xyflow/react";
import { useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { rowMiddle, SIZE } from "../canvas/geometry";
import { Tile } from "../canvas/Tile";
import { addNode } from "../commands/actions/add-node";
import { act } from "../commands/command";
import { PALETTE_SEARCH } from "../commands/search-layers";
import { useEditor, useView } from "../editor";
import type { NodeType } from "../types/generated";
import { usePointerDrag } from "./usePointerDrag";

const ROLE_ORDER: readonly NodeType["role"][] = ["data", "layer", "output", "loss", "metric", "objective"];

/** Everything that can be drawn: drag it onto the canvas, or click it to add it beside the selection. */
export function Palette() {
  const catalog = useView((view) => view.catalog);
  const [search, setSearch] = useState("");
  const groups = useMemo(() => grouped([...catalog.values()], search), [catalog, search]);
  return (
    <nav className="palette" aria-label="Palette">
      <input
        id={PALETTE_SEARCH}
        className="field"
        type="search"
        placeholder="Search layers  /"
        aria-label="Search layers"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <div className="palette-list">
        {groups.length === 0 && <p className="hint">Nothing is called that. Try fewer letters.</p>}
        {groups.map(([category, types]) => (
          <section key={category}>
            <h3>{category}</h3>
            {types.map((type) => (
              <PaletteItem key={type.type} type={type} />
            ))}
          </section>
        ))}
      </div>
    </nav>
  );
}

function PaletteItem({ type }: { type: NodeType }) {
  const editor = useEditor();
  const flow = useReactFlow();
  const drop = (clientX: number, clientY: number) => {
    const under = document.elementFromPoint(clientX, clientY);
    if (!under?.closest("#canvas")) return;
    const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY });
    act(editor, addNode, { type, at: [x - SIZE.width / 2, y - rowMiddle(0) / 2] });
  };
  const { at, handlers } = usePointerDrag(drop, () => act(editor, addNode, { type }));
  return (
    <button
      type="button"
      className="palette-item"
      aria-label={`Add ${type.type}`}
      title={type.summary}
      {...handlers}
    >
      <Face type={type} />
      <span className="palette-summary">{type.summary}</span>
      {at &&
        createPortal(
          <div className="palette-ghost" style={{ transform: `translate(${at.x - 98}px, ${at.y - 20}px)` }}>
            <Face type={type} />
          </div>,
          document.body,
        )}
    </button>
  );
}

function Face({ type }: { type: NodeType }) {
  return (
    <span className="palette-face">
      <Tile type={type} />
      <span>{type.type}</span>
    </span>
  );
}

function grouped(types: readonly NodeType[], search: string): [string, NodeType[]][] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = types.filter(({ type, category, summary }) => {
    const text = `${type} ${category} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = new Map<string, NodeType[]>();
  for (const type of [...found].sort(byRole))
    groups.set(type.category, [...(groups.get(type.category) ?? []), type]);
  return [...groups];
}

function byRole(one: NodeType, other: NodeType): number {
  return (
    ROLE_ORDER.indexOf(one.role) - ROLE_ORDER.indexOf(other.role) ||
    one.category.localeCompare(other.category) ||
    one.type.localeCompare(other.type)
  );
}
