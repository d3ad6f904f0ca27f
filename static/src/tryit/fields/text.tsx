import type { FieldKind, FieldProps } from "../kinds";
import { useTyped, Written } from "../parts/Written";

/** Letters: how a text begins that the network goes on with, or a text that it reads. */
function Text({ asked, given, onGive }: FieldProps<"text">) {
  const typed = useTyped(typeof given === "string" ? given : null, !asked.is_begun, (text) =>
    onGive(text === "" ? null : text),
  );
  return (
    <Written asked={asked} typed={typed} unit="letter">
      <p className="tryit-fine">
        It knows: {asked.alphabet.filter((letter) => letter.trim() !== "").join(" ")}
      </p>
    </Written>
  );
}

export const field: FieldKind<"text"> = {
  key: "text",
  Field: Text,
  call: "Write something in letters that it knows.",
};
