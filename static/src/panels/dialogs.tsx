import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { addNode } from "../commands/actions/add-node";
import { act, isAvailable } from "../commands/command";
import { keyLabel } from "../commands/keys";
import { COMMANDS, run } from "../commands/registry";
import { isOffered } from "../document/blocks";
import { type Editor, useEditor, useView } from "../editor";
import { MakeBlock, RenameBlock } from "./BlockNames";
import { DeleteNetwork } from "./DeleteNetwork";

/** Whichever dialog is open. */
export function Dialogs() {
  const dialog = useView((view) => view.dialog);
  return (
    <>
      <Window isOpen={dialog === "commands"} title="All commands">
        <CommandPalette />
      </Window>
      <Window isOpen={dialog === "help"} title="Help and shortcuts">
        <Help />
      </Window>
      <Window isOpen={dialog === "make-block"} title="Make a block">
        <MakeBlock />
      </Window>
      <Window isOpen={dialog === "rename-block"} title="Rename the block">
        <RenameBlock />
      </Window>
      <Window isOpen={dialog === "delete-network"} title="Delete this network?">
        <DeleteNetwork />
      </Window>
    </>
  );
}

function Window({ isOpen, title, children }: { isOpen: boolean; title: string; children: ReactNode }) {
  const { view } = useEditor();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && view.setState({ dialog: null })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface Entry {
  id: string;
  label: string;
  keys: string;
  perform: () => void;
}

/** Everything that can be done now, found by typing. */
function CommandPalette() {
  const editor = useEditor();
  const [search, setSearch] = useState("");
  const [marked, setMarked] = useState(0);
  const entries = useMemo(() => entriesOf(editor), [editor]);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    editor.view.setState({ dialog: null });
    entry.perform();
  };
  return (
    <>
      <input
        className="field"
        role="combobox"
        aria-expanded
        aria-controls="command-list"
        aria-activedescendant={`command-${found[marked]?.id}`}
        aria-label="Search commands"
        placeholder="What do you want to do?"
        value={search}
        onChange={({ target }) => {
          setSearch(target.value);
          setMarked(0);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by) {
            event.preventDefault();
            setMarked((now) => (now + by + found.length) % Math.max(1, found.length));
          }
          if (event.key === "Enter") choose(found[marked]);
        }}
      />
      <div id="command-list" role="listbox" aria-label="Commands" className="command-list">
        {found.map((entry, index) => (
          <div
            key={entry.id}
            id={`command-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            ref={(item) => {
              if (index === marked) item?.scrollIntoView({ block: "nearest" });
            }}
            onPointerMove={() => setMarked(index)}
            onClick={() => choose(entry)}
            onKeyDown={({ key }) => key === "Enter" && choose(entry)}
          >
            {entry.label} {entry.keys && <kbd>{entry.keys}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className="hint">Nothing is called that.</p>}
      </div>
    </>
  );
}

function entriesOf(editor: Editor): Entry[] {
  const { catalog, isReadOnly, block, document } = editor.view.getState();
  const commands = COMMANDS.filter(
    (command) => command.id !== "command-palette" && isAvailable(command, editor),
  ).map(
    (command): Entry => ({
      id: command.id,
      label: command.label,
      keys: command.keys?.[0] ? keyLabel(command.keys[0]) : "",
      perform: () => void run(command, editor),
    }),
  );
  const offered = [...catalog.values()].filter((type) => isOffered(type, block === document.main));
  const layers = offered.map(
    (type): Entry => ({
      id: `add-${type.type}`,
      label: `Add ${type.type}`,
      keys: "",
      perform: () => act(editor, addNode, { type }),
    }),
  );
  return isReadOnly ? commands : [...commands, ...layers];
}

const STEPS = [
  "Drag a layer from the palette onto the canvas, or click it.",
  "Draw a wire from the dot on its right to a dot on the left of another node.",
  "Read what the nodes say: shapes are grey, problems are red and mostly have a button that mends them.",
  "Select some layers and press Ctrl+G: they become a block, which you can open and use many times.",
  "Press Train, watch the curves, and select a node to see what it computes.",
];

/** How to draw and train, and every shortcut. */
function Help() {
  return (
    <div className="help">
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h3>By keyboard</h3>
      <p>
        Tab goes to nodes and to their dots. Arrow keys move the selected node. Enter on a dot, then Enter on
        another, draws a wire; so does the list under Inputs in the inspector.
      </p>
      <table>
        <tbody>
          {COMMANDS.filter(({ keys }) => keys).map(({ id, label, keys = [] }) => (
            <tr key={id}>
              <td>{label}</td>
              <td>
                {keys.map((key) => (
                  <kbd key={key}>{keyLabel(key)}</kbd>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
