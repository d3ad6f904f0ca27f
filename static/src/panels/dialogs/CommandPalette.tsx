import { useMemo, useState } from "react";
import { goTo } from "../../commands/actions/go";
import { isAvailable } from "../../commands/command";
import { keyLabel } from "../../commands/keys";
import { COMMANDS, run } from "../../commands/registry";
import { openBlock } from "../../document/view/view";
import { type Editor, useEditor } from "../../editor";
import { addOffer } from "../../offers/addOffer";
import { allOffers, searched } from "../../offers/offers";
import { ranked, type Searched } from "../../parts/ranking";
import { useFinder } from "../../parts/useFinder";

const MOST_SHOWN = 200;

interface Entry extends Searched {
  id: string;
  label: string;
  keys?: string;
  perform: () => void;
}

/** Everything that can be done now, found by typing. */
export function CommandPalette() {
  const editor = useEditor();
  const [search, setSearch] = useState("");
  const entries = useMemo(() => entriesOf(editor), [editor]);
  const all = useMemo(() => ranked(entries, search, (entry) => entry), [entries, search]);
  const found = useMemo(() => all.slice(0, MOST_SHOWN), [all]);
  const finder = useFinder(found, (entry) => choose(editor, entry));
  return (
    <>
      <input
        className="field"
        data-first-focus
        aria-label="Search commands"
        placeholder="What do you want to do?"
        value={search}
        {...finder.field}
        onChange={({ target }) => {
          setSearch(target.value);
          finder.restart();
        }}
      />
      <div {...finder.list} role="listbox" aria-label="Commands" className="command-list">
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which keeps the focus
          <div
            key={entry.id}
            {...finder.option(index)}
            role="option"
            aria-selected={finder.isMarked(index)}
            tabIndex={-1}
            onClick={() => choose(editor, entry)}
          >
            {entry.label} {entry.keys && <kbd>{entry.keys}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className="hint">Nothing is called that.</p>}
        {found.length < all.length && <p className="hint">And {all.length - found.length} more: type on.</p>}
      </div>
    </>
  );
}

function choose({ view }: Editor, { perform }: Entry): void {
  view.setState({ dialog: null });
  perform();
}

function entriesOf(editor: Editor): Entry[] {
  const { isReadOnly } = editor.view.getState();
  const added = isReadOnly ? [] : addable(editor);
  return [...commandsNow(editor), ...blocksThere(editor), ...added, ...nodesHere(editor)];
}

const commandsNow = (editor: Editor): Entry[] =>
  COMMANDS.filter((command) => command.id !== "command-palette" && isAvailable(command, editor)).map(
    (command) => ({
      id: command.id,
      label: command.label,
      names: [command.label],
      ...(command.keys?.[0] ? { keys: keyLabel(command.keys[0]) } : {}),
      perform: () => void run(command, editor),
    }),
  );

const blocksThere = ({ graph }: Editor): Entry[] =>
  Object.keys(graph.document.blocks)
    .filter((name) => name !== graph.open)
    .map((name) => entry(`Open ${name}`, name, () => graph.enter(name)));

const nodesHere = (editor: Editor): Entry[] => {
  const { block } = editor.view.getState();
  const nodes = Object.keys(openBlock(editor.view.getState()).nodes);
  return nodes.map((id) => entry(`Go to ${id}`, id, () => goTo(editor, block, id)));
};

const addable = (editor: Editor): Entry[] =>
  allOffers(editor.view.getState()).map((offer) => ({
    ...entry(`Add ${offer.label}`, offer.label, () => addOffer(editor, offer)),
    id: `add ${offer.label} ${offer.shipped?.name ?? ""} ${offer.params ? "block" : ""}`,
    words: searched(offer).words ?? "",
  }));

/** Found by its label, or by the name of what it is about alone. */
const entry = (label: string, name: string, perform: () => void): Entry => ({
  id: label,
  label,
  names: [label, name],
  perform,
});
