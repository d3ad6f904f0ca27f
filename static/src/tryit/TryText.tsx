import { type FormEvent, useState } from "react";

const MOST = 2_000;

/** The beginning of a text that the network goes on with. */
export function TryText({ onGive }: { onGive: (text: string | null) => void }) {
  const [text, setText] = useState("");
  const ask = (event: FormEvent) => {
    event.preventDefault();
    onGive(text === "" ? null : text);
  };
  return (
    <form className="tryit-text" onSubmit={ask}>
      <textarea
        className="field"
        aria-label="How the text begins"
        rows={4}
        maxLength={MOST}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey) ask(event);
        }}
      />
      <button type="submit" className="tryit-button" disabled={text === ""}>
        Go on
      </button>
    </form>
  );
}
