import { useEffect, useRef, useState } from "react";
import type { Network } from "../config";
import { server } from "../server";
import { forgetWithCause, sayWhy } from "../trouble";

interface Props {
  network: Network;
  /** With whether it is gone. */
  onEnd: (isGone: boolean) => void;
}

/** Asks once more before a network is gone, as there is no way back. */
export function DeleteQuestion({ network: { id, name }, onEnd }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const harmless = useRef<HTMLButtonElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    dialog.current?.showModal();
    harmless.current?.focus();
  }, []);
  const remove = async () => {
    setBusy(true);
    try {
      await server.deleteProject(id);
      indexedDB.deleteDatabase(`layerloom-${id}`); // what the editor kept to show it without a network
      onEnd(true);
    } catch (error) {
      setBusy(false);
      setRefusal(sayWhy(error));
      forgetWithCause(error, () => setRefusal(""));
    }
  };
  return (
    <dialog ref={dialog} className="question" aria-labelledby="question-title" onClose={() => onEnd(false)}>
      <h2 id="question-title">Delete this network?</h2>
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
        <button ref={harmless} type="button" className="button" onClick={() => onEnd(false)}>
          Keep it
        </button>
      </div>
    </dialog>
  );
}
