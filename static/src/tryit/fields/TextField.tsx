import { useId, useState } from "react";

/** The beginning of a text, which the network goes on with; asked when one presses Enter or the button. */
export function TextField({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState("");
  const id = useId();
  return (
    <form
      className="tryit-text"
      onSubmit={(event) => {
        event.preventDefault();
        if (text) onAsk(text);
      }}
    >
      <label htmlFor={id}>How it begins</label>
      <textarea
        id={id}
        className="field"
        rows={3}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      <button type="submit" className="tryit-button" disabled={!text}>
        Go on
      </button>
    </form>
  );
}
