import { Maximize2 } from "lucide-react";
import { useMemo, useState } from "react";
import { MAP_PLACE } from "../../canvas/MiniMap";
import { command as newBlock } from "../../commands/new-block";
import { run } from "../../commands/registry";
import { PALETTE_SEARCH } from "../../commands/search-layers";
import { useEditor, useView } from "../../editor";
import { addOffer } from "../../offers/addOffer";
import {
  allOffers,
  type Category,
  findOffers,
  grouped,
  type Offer,
  offersOf,
  ownBlocksOf,
  shelfOf,
} from "../../offers/offers";
import { IconButton } from "../../parts/IconButton";
import { useFinder } from "../../parts/useFinder";
import type { NodeType } from "../../types/generated";
import { FoundItem, PaletteItem } from "./PaletteItem";

/** Everything that can be drawn: drag it onto the canvas, or click it to add it beside the selection. */
export function Palette() {
  const editor = useEditor();
  const [search, setSearch] = useState("");
  const isSearching = search.trim() !== "";
  const found = useFound(search);
  const add = (offer: Offer) => {
    setSearch("");
    addOffer(editor, offer);
  };
  const finder = useFinder(found, add);
  const find = (text: string) => {
    setSearch(text);
    finder.restart();
  };
  return (
    <nav data-over-canvas className="palette" aria-label="Palette" inert={editor.past !== undefined}>
      <input
        id={PALETTE_SEARCH}
        className="field"
        type="search"
        placeholder="Search layers  /"
        aria-label="Search layers"
        value={search}
        {...finder.field}
        onChange={({ target }) => find(target.value)}
        onFocus={({ target }) => target.select()}
        onKeyDown={(event) => {
          finder.field.onKeyDown(event);
          if (event.key === "Escape" && search === "") editor.camera?.focus(null);
          if (event.key === "Escape") find("");
        }}
      />
      <div className="palette-list">
        <div hidden={isSearching}>
          <Shelves />
        </div>
        {isSearching && (
          <div {...finder.list} role="listbox" aria-label="Layers and blocks">
            {found.map((offer, index) => (
              <FoundItem
                key={keyOf(offer)}
                offer={offer}
                isMarked={finder.isMarked(index)}
                {...finder.option(index)}
              />
            ))}
          </div>
        )}
        {isSearching && found.length === 0 && (
          <p className="hint">Nothing is called that. Try fewer letters.</p>
        )}
      </div>
      <div id={MAP_PLACE} className="map-place" />
    </nav>
  );
}

const keyOf = ({ label, shipped, params }: Offer) =>
  `${label} ${shipped ? "library" : params ? "block" : ""}`;

/** What a search finds among everything that can be put here; nothing while nothing is searched for. */
function useFound(search: string): readonly Offer[] {
  const { catalog, document, block, library } = {
    catalog: useView((view) => view.catalog),
    document: useView((view) => view.document),
    block: useView((view) => view.block),
    library: useView((view) => view.library),
  };
  return useMemo(
    () => (search.trim() === "" ? [] : findOffers(allOffers({ catalog, document, block, library }), search)),
    [catalog, document, block, library, search],
  );
}

/** Everything, under headings that open. */
function Shelves() {
  const catalog = useView((view) => view.catalog);
  const isMain = useView((view) => view.block === view.document.main);
  const basics = useView((view) => view.basics);
  const library = useView((view) => view.library);
  const offers = useMemo(() => offersOf(catalog, isMain), [catalog, isMain]);
  const groups = useMemo(() => grouped(offers), [offers]);
  const shelf = useMemo(() => grouped(shelfOf(library, catalog)), [library, catalog]);
  const isFirst = ({ type }: NodeType) => basics.has(type) || (!isMain && type === "Input");
  const first = offers.filter(({ type }) => isFirst(type));
  return (
    <>
      {first.length > 0 && <Group title="To begin with" offers={first} isOpen />}
      <Blocks />
      <Groups title="Block library" groups={shelf} />
      <Groups title="Layers" groups={groups} />
    </>
  );
}

/** Kinds of things under a heading; nothing at all where there is none. */
function Groups({ title, groups }: { title: string; groups: readonly Category[] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {groups.map(([category, offers]) => (
        <Group key={category} title={category} offers={offers} />
      ))}
    </section>
  );
}

/** A heading that opens. What one begins with is open. */
function Group({ title, offers, isOpen }: { title: string; offers: readonly Offer[]; isOpen?: boolean }) {
  return (
    <details className="palette-group" open={isOpen}>
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
function Blocks() {
  const editor = useEditor();
  const { catalog, document, here } = {
    catalog: useView((view) => view.catalog),
    document: useView((view) => view.document),
    here: useView((view) => view.block),
  };
  const offers = useMemo(() => ownBlocksOf(document, here, catalog), [document, here, catalog]);
  return (
    <section aria-label="Blocks of this network">
      <h3>Blocks of this network</h3>
      {offers.map((offer) => (
        <div key={offer.label} className="palette-block">
          <PaletteItem offer={offer} />
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
