import { useRef } from "react";
import { flushSync } from "react-dom";
import { removeDefault } from "../../commands/actions/remove-default";
import { renameDefault } from "../../commands/actions/rename-default";
import { setDefault } from "../../commands/actions/set-default";
import { act } from "../../commands/command";
import { formatValue, parseFree } from "../../document/params/params";
import type { Value } from "../../document/params/value";
import { freeId, refuseId } from "../../document/reading/names";
import { openBlock } from "../../document/view/view";
import { useEditor, useView } from "../../editor";
import { TextField } from "../../parts/TextField";
import { defaultPlace } from "../../sweep/places";
import { Vary } from "../../sweep/Vary";

/** The own parameters of the open block, or of the network: a name, and what it is where a use says nothing else. */
export function Defaults() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const block = useView(openBlock);
  const isMain = useView((view) => view.block === view.document.main);
  const list = useRef<HTMLElement>(null);
  const add = () => {
    const name = freeId("width", Object.keys(block.params));
    flushSync(() => act(editor, setDefault, { name, value: FIRST_DEFAULT }));
    const field = list.current?.querySelector<HTMLInputElement>(`[data-param="${CSS.escape(name)}"] input`);
    field?.focus(); // its name is what is typed next
    field?.select();
  };
  return (
    <section aria-label={`Parameters of the ${isMain ? "network" : "block"}`} ref={list}>
      <h3>Parameters</h3>
      {Object.entries(block.params).map(([name, value]) => (
        <Default key={name} name={name} value={value} />
      ))}
      <p className="form-help">
        {isMain ? "A sweep may vary these." : "Each use may set these."} Fields of the nodes here may be
        computed from them: <code>=2 * width</code>
      </p>
      {!isReadOnly && (
        <button type="button" className="button" onClick={add}>
          Add a parameter
        </button>
      )}
    </section>
  );
}

const FIRST_DEFAULT = 16;

function Default({ name, value }: { name: string; value: Value }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const isMain = useView((view) => view.block === view.document.main);
  const place = defaultPlace(
    useView((view) => view.block),
    name,
    value,
  );
  const others = useView((view) => Object.keys(openBlock(view).params).join(" "));
  return (
    <fieldset className="default" data-param={name}>
      <legend>{name}</legend>
      <TextField
        label="name"
        value={name}
        isReadOnly={isReadOnly}
        refuse={(text) => refuseParam(text.trim(), others.split(" "))}
        onKeep={(text) => act(editor, renameDefault, { name, wanted: text.trim() })}
      />
      <TextField
        label={isMain ? "value" : "default"}
        value={formatValue(value)}
        help={place && <Vary {...place} />}
        isReadOnly={isReadOnly}
        refuse={() => null}
        onKeep={(text) => act(editor, setDefault, { name, value: parseFree(text) })}
      />
      {!isReadOnly && (
        <button
          type="button"
          className="link"
          aria-label={`Remove ${name}`}
          onClick={() => act(editor, removeDefault, { name })}
        >
          Remove
        </button>
      )}
    </fieldset>
  );
}

// What the nodes that use a block say of the use itself.
const TAKEN = ["block", "times"];

function refuseParam(name: string, others: readonly string[]): string | null {
  if (TAKEN.includes(name)) return `${name} says how a block is used. Choose another name.`;
  return refuseId(name, others, "parameter");
}
