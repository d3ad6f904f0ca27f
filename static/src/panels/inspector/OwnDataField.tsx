import { bringData } from "../../commands/actions/bring-data";
import { act } from "../../commands/command";
import { nameOfData } from "../../document/reading/ownData";
import { useEditor, useView } from "../../editor";
import type { Node } from "../../types/generated";

/** Which data of one's own a node gives, by name, and the way to others. */
export function OwnDataField({ id, params }: { id: string; params: Node["params"] }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const name = nameOfData(params);
  return (
    <div className="form-row">
      <span>data</span>
      <output>{name ?? "none yet"}</output>
      {!isReadOnly && (
        <div className="form-help">
          <button type="button" className="button" onClick={() => act(editor, bringData, { node: id })}>
            {name === null ? "Choose data…" : "Change…"}
          </button>
        </div>
      )}
    </div>
  );
}
