import type { FieldKind, FieldProps } from "../kinds";
import { useTyped, Written } from "../parts/Written";

/** Words that the network knows, typed or chosen. */
function Tokens({ asked, given, onGive }: FieldProps<"tokens">) {
  const between = asked.has_blanks ? ", " : " ";
  const shown = Array.isArray(given) ? given.join(between) : given;
  const typed = useTyped(shown, !asked.is_begun, (text) => {
    const words = text.split(asked.has_blanks ? /\s*,\s*/ : /\s+/).filter((word) => word !== "");
    if (words.length === 0) onGive(null);
    else onGive(asked.has_blanks ? words : words.join(" "));
  });
  const add = (word: string) =>
    typed.set(typed.text.trim() === "" ? word : `${typed.text.trimEnd()}${between}${word}`);
  return (
    <Written asked={asked} typed={typed} unit="word">
      <details className="tryit-known">
        <summary>The {asked.alphabet.length} words that it knows</summary>
        <div className="tryit-words-known">
          {asked.alphabet.map((word) => (
            <button key={word} type="button" className="tryit-word" onClick={() => add(word)}>
              {word}
            </button>
          ))}
        </div>
      </details>
    </Written>
  );
}

export const field: FieldKind<"tokens"> = {
  key: "tokens",
  Field: Tokens,
  call: "Write a sentence in words that it knows.",
};
