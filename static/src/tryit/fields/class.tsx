import type { FieldKind, FieldProps } from "../kinds";

/** One of the classes that the network takes. */
function Class({ asked, given, onGive }: FieldProps<"class">) {
  const chosen = typeof given === "number" ? asked.classes[given] : given;
  return (
    <select
      className="field"
      aria-label={asked.name}
      value={typeof chosen === "string" ? chosen : ""}
      onChange={({ target }) => onGive(target.value)}
    >
      {asked.classes.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

export const field: FieldKind<"class"> = {
  key: "class",
  Field: Class,
  start: ({ classes }) => classes[0] ?? 0,
  call: "Choose one, and the network answers.",
};
