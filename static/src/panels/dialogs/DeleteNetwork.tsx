import { useState } from "react";
import { config } from "../../config";
import { forgetOffline } from "../../document/room/room";
import { useEditor, useView } from "../../editor";
import { forgetWithCause, sayWhy } from "../../trouble";

/** Asks once more before a network is gone, as there is no way back. */
export function DeleteNetwork() {
  const { server, view } = useEditor();
  const name = useView((state) => state.name);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const remove = async () => {
    setIsBusy(true);
    try {
      await server.deleteProject(config.project);
      forgetOffline(config.project);
      location.assign("/");
    } catch (error) {
      setIsBusy(false);
      setRefusal(sayWhy(error));
      forgetWithCause(error, () => setRefusal(""));
    }
  };
  return (
    <div className="name-form">
      <p>
        <strong>{name}</strong> goes with its runs, what they have learned, and its share links. This can't be
        undone.
      </p>
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <div className="button-row">
        <button type="button" className="button is-danger" disabled={isBusy} onClick={() => void remove()}>
          Delete it
        </button>
        <button
          type="button"
          className="button"
          data-first-focus
          onClick={() => view.setState({ dialog: null })}
        >
          Keep it
        </button>
      </div>
    </div>
  );
}
