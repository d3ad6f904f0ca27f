import { Maximize2 } from "lucide-react";
import { useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { rowMiddle, SIZE } from "../canvas/geometry";
import { Tile } from "../canvas/Tile";
import { addNode } from "../commands/actions/add-node";
import { placeBlock } from "../commands/actions/place-block";
import { act } from "../commands/command";
import { command as newBlock } from "../commands/new-block";
import { run } from "../commands/registry";
import { PALETTE_SEARCH } from "../commands/search-layers";
import { blockOf, holds, isOffered } from "../document/blocks";
import type { Position } from "../document/graph";
import { portWords } from "../document/makeBlock";
import type { Catalog } from "../document/ports";
import { useEditor, useView } from "../editor";
import type { ShippedBlock } from "../server";
import type { Node, NodeType } from "../types/generated";
import { IconButton } from "./IconButton";
import { usePointerDrag } from "./usePointerDrag";

const ROLE_ORDER: readonly NodeType["role"][] = [
  "data",
  "source",
  "layer",
  "input",
  "output",
  "loss",
  "metric",
  "objective",
];

/** One thing to drag out: a node type, a block of this network, or one of the library. */
interface Offer {
  label: string;
  summary: string;
  type: NodeType;
  params?: Node["params"];
  shipped?: ShippedBlock;
}

/** Everything that can be drawn: drag it onto the canvas, or click it to add it beside the selection. */
export function Palette() {
  const catalog = useView((view) => view.catalog);
  const isMain = useView((view) => view.block === view.document.main);
  const [search, setSearch] = useState("");
  const basics = useView((view) => view.basics);
  const offers = useMemo(() => offersOf(catalog, isMain), [catalog, isMain]);
  const groups = useMemo(() => grouped(offers, search), [offers, search]);
  const isFirst = ({ type }: NodeType) => basics.has(type) || (!isMain && type === "Input");
  const first = search ? [] : offers.filter(({ type }) => isFirst(type));
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
        {first.length > 0 && <Group title="To begin with" offers={first} isOpen />}
        <Blocks search={search} />
        <Library search={search} />
        {groups.map(([category, found]) => (
          <Group key={category} title={category} offers={found} isOpen={search !== ""} />
        ))}
      </div>
    </nav>
  );
}

/** A heading that opens. What is found by searching is open, and so is what one begins with. */
function Group({ title, offers, isOpen }: { title: string; offers: readonly Offer[]; isOpen: boolean }) {
  return (
    <details className="palette-group" key={`${title} ${isOpen}`} open={isOpen}>
      <summary>
        <h3>{title}</h3>
        <span className="palette-count">{offers.length}</span>
      </summary>
      {offers.map((offer) => (
        <PaletteItem key={offer.label} offer={offer} />
      ))}
    </details>
  );
}

/** What this network has drawn once, to be used again. */
function Blocks({ search }: { search: string }) {
  const editor = useEditor();
  const type = useView((view) => view.catalog.get("Block"));
  const document = useView((view) => view.document);
  const here = useView((view) => view.block);
  const offers = useMemo(() => {
    const names = Object.keys(document.blocks).filter(
      (name) => name !== document.main && !holds(document, name, here),
    );
    return names.map((name) => ({
      label: name,
      summary: portWords(blockOf(document, name)),
      params: { block: name },
    }));
  }, [document, here]);
  if (!type) return null;
  const found = offers.filter(({ label }) => isFound(`block ${label}`, search));
  if (found.length === 0 && search !== "") return null;
  return (
    <section aria-label="Blocks of this network">
      <h3>Blocks of this network</h3>
      {found.map((offer) => (
        <div key={offer.label} className="palette-block">
          <PaletteItem offer={{ ...offer, type }} />
          <IconButton
            label={`Open ${offer.label}`}
            icon={Maximize2}
            onClick={() => editor.graph.enter(offer.label)}
          />
        </div>
      ))}
      <button type="button" className="link palette-new" onClick={() => void run(newBlock, editor)}>
        New empty block
      </button>
    </section>
  );
}

/** Parts of well-known networks, ready to be placed and opened. */
function Library({ search }: { search: string }) {
  const catalog = useView((view) => view.catalog);
  const library = useView((view) => view.library);
  const groups = useMemo(() => {
    const offers = library.flatMap((shipped) => {
      const type = catalog.get(shipped.use);
      return type ? [{ label: shipped.title, summary: shipped.summary, type, shipped }] : [];
    });
    return grouped(offers, search);
  }, [catalog, library, search]);
  if (groups.length === 0) return null;
  return (
    <section aria-label="Block library">
      <h3>Block library</h3>
      {groups.map(([category, found]) => (
        <Group key={category} title={category} offers={found} isOpen={search !== ""} />
      ))}
    </section>
  );
}

function PaletteItem({ offer }: { offer: Offer }) {
  const editor = useEditor();
  const { type, label, summary, shipped } = offer;
  const add = (place: { at?: Position } = {}) => {
    if (shipped) act(editor, placeBlock, { shipped, ...place });
    else act(editor, addNode, { type, ...(offer.params ? { params: offer.params } : {}), ...place });
  };
  const drop = (clientX: number, clientY: number) => {
    const under = document.elementFromPoint(clientX, clientY);
    if (!under?.closest("#canvas")) return;
    const [x, y] = editor.camera?.placeOf(clientX, clientY) ?? [0, 0];
    add({ at: [x - SIZE.width / 2, y - rowMiddle(0) / 2] });
  };
  const { at, handlers } = usePointerDrag(drop, () => add());
  return (
    <button
      type="button"
      className="palette-item"
      aria-label={`Add ${label}`}
      title={shipped?.reference ?? summary}
      {...handlers}
    >
      <Face type={type} label={label} />
      <span className="palette-summary">{summary}</span>
      {at &&
        createPortal(
          <div className="palette-ghost" style={{ transform: `translate(${at.x - 98}px, ${at.y - 20}px)` }}>
            <Face type={type} label={label} />
          </div>,
          document.body,
        )}
    </button>
  );
}

function Face({ type, label }: { type: NodeType; label: string }) {
  return (
    <span className="palette-face">
      <Tile type={type} />
      <span>{label}</span>
    </span>
  );
}

// Blocks stand in a group of their own, by name; an Input is a port, which only a block has.
function offersOf(catalog: Catalog, isMain: boolean): Offer[] {
  return [...catalog.values()]
    .filter((type) => isOffered(type, isMain))
    .sort(byRole)
    .map((type) => ({ label: type.type, summary: type.summary, type }));
}

function grouped(offers: readonly Offer[], search: string): [string, Offer[]][] {
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const { shipped } = offer;
    const category = shipped?.category ?? offer.type.category;
    const words = shipped ? `block ${shipped.name}` : "";
    if (!isFound(`${offer.label} ${category} ${offer.summary} ${words}`, search)) continue;
    groups.set(category, [...(groups.get(category) ?? []), offer]);
  }
  return [...groups];
}

function isFound(text: string, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.toLowerCase().includes(word));
}

function byRole(one: NodeType, other: NodeType): number {
  return (
    ROLE_ORDER.indexOf(one.role) - ROLE_ORDER.indexOf(other.role) ||
    one.category.localeCompare(other.category) ||
    one.type.localeCompare(other.type)
  );
}
