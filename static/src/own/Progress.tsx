import { cancel, megabytes, useDraft } from "./draft";
import { count } from "./words";

/** How far what is sent, read or made is. */
export function Progress() {
  const sending = useDraft((draft) => draft.sending);
  const work = useDraft((draft) => draft.data?.work ?? null);
  const done = sending ? sending.bytes / Math.max(1, sending.all) : (work?.done ?? 0);
  const words = sending
    ? `Sending: ${count(sending.files)} of ${count(sending.of)} files, ${megabytes(sending.bytes)} of ${megabytes(sending.all)}`
    : work?.what === "prepare"
      ? "Making samples of it…"
      : "Looking at what is in it…";
  return (
    <div className="own-progress" role="status">
      <span>{words}</span>
      <progress aria-label={words} max={1} value={done} />
      {sending && (
        <button type="button" className="button" onClick={cancel}>
          Cancel
        </button>
      )}
    </div>
  );
}
