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
import { blockOf, holds } from "../document/blocks";
import type { Position } from "../document/graph";
import { portWords } from "../document/makeBlock";
import { useEditor, useView } from "../editor";
import type { NodeType } from "../types/generated";
import { IconButton } from "./IconButton";
import { type Category, grouped, isFound, type Offer, offersOf, shelfOf } from "./offers";
import { usePointerDrag } from "./usePointerDrag";

/** Everything that can be drawn: drag it onto the canvas, or click it to add it beside the selection. */
export function Palette() {
  const catalog = useView((view) => view.catalog);
  const isMain = useView((view) => view.block === view.document.main);
  const [search, setSearch] = useState("");
  const basics = useView((view) => view.basics);
  const offers = useMemo(() => offersOf(catalog, isMain), [catalog, isMain]);
  const library = useView((view) => view.library);
  const groups = useMemo(() => grouped(offers, search), [offers, search]);
  const shelf = useMemo(() => grouped(shelfOf(library, catalog), search), [library, catalog, search]);
  const isSearch = search !== "";
  const isFirst = ({ type }: NodeType) => basics.has(type) || (!isMain && type === "Input");
  const first = isSearch ? [] : offers.filter(({ type }) => isFirst(type));
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
        {groups.length + shelf.length === 0 && (
          <p className="hint">Nothing is called that. Try fewer letters.</p>
        )}
        {first.length > 0 && <Group title="To begin with" offers={first} isOpen />}
        <Blocks search={search} />
        {!isSearch && <Groups title="Block library" groups={shelf} isOpen={false} />}
        <Groups title="Layers" groups={groups} isOpen={isSearch} />
        {isSearch && <Groups title="Block library" groups={shelf} isOpen />}
      </div>
    </nav>
  );
}

/** Kinds of things under a heading; nothing at all where there is none. */
function Groups({ title, groups, isOpen }: { title: string; groups: readonly Category[]; isOpen: boolean }) {
  if (groups.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {groups.map(([category, found]) => (
        <Group key={category} title={category} offers={found} isOpen={isOpen} />
      ))}
    </section>
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
