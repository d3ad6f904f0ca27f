import { type FormEvent, useEffect, useState } from "react";
import type { FieldKind, FieldProps } from "../kinds";

/** Letters: how a text begins that the network goes on with, or a text that it reads. */
function Text({ asked, given, onGive }: FieldProps<"text">) {
  const [text, setText] = useState("");
  useEffect(() => {
    if (typeof given === "string") setText(given);
  }, [given]);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    onGive(text === "" ? null : text);
  };
  return (
    <form className="tryit-text" onSubmit={ask}>
      <textarea
        className="field"
        aria-label={asked.is_begun ? "How the text begins" : asked.name}
        rows={4}
        maxLength={asked.most}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          if (!asked.is_begun) onGive(target.value === "" ? null : target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey) ask(event);
        }}
      />
      {asked.is_begun && (
        <button type="submit" className="tryit-button" disabled={text === ""}>
          Go on
        </button>
      )}
    </form>
  );
}

export const field: FieldKind<"text"> = {
  key: "text",
  Field: Text,
  call: "Write something in letters that it knows.",
};
