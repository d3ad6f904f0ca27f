import { type FormEvent, useState } from "react";
import { chosenBlock } from "../../commands/actions/chosen-block";
import { makeBlock } from "../../commands/actions/make-block";
import { renameBlock } from "../../commands/actions/rename-block";
import { act } from "../../commands/command";
import { suggestName } from "../../document/blocks/makeBlock";
import { refuseId } from "../../document/reading/names";
import { useEditor } from "../../editor";

/** Asks what the block that is made of the selection is called. */
export function MakeBlock() {
  const editor = useEditor();
  const { graph, view } = editor;
  const [suggested] = useState(() => suggestName(graph.document, graph.block, view.getState().selection));
  return (
    <NameForm
      first={suggested}
      verb="Make the block"
      help="It can be opened, drawn in, and used many times. It becomes a class in the Python code."
      onKeep={(name) => act(editor, makeBlock, { name })}
    />
  );
}

/** Asks for another name of a block. */
export function RenameBlock() {
  const editor = useEditor();
  const [block] = useState(() => chosenBlock(editor) ?? "");
  return (
    <NameForm
      first={block}
      verb="Rename"
      help="Everything that uses it follows."
      onKeep={(name) => act(editor, renameBlock, { block, name })}
    />
  );
}

interface NameFormProps {
  first: string;
  verb: string;
  help: string;
  onKeep: (name: string) => void;
}

function NameForm({ first, verb, help, onKeep }: NameFormProps) {
  const { graph, view } = useEditor();
  const [typed, setTyped] = useState(first);
  const name = typed.trim();
  const others = Object.keys(graph.document.blocks).filter((block) => block !== first);
  const refusal = refuseId(name, others, "block");
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (refusal !== null) return;
    view.setState({ dialog: null });
    onKeep(name);
  };
  return (
    <form className="name-form" onSubmit={keep}>
      <label htmlFor="block-name">Name</label>
      <input
        id="block-name"
        className="field mono"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={refusal !== null}
        aria-describedby="block-name-help"
        data-first-focus
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p id="block-name-help" className={refusal ? "refusal" : "form-help"}>
        {refusal ?? help}
      </p>
      <button type="submit" className="button" disabled={refusal !== null}>
        {verb}
      </button>
    </form>
  );
}
