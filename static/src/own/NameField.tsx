import { useState } from "react";
import { rename } from "./draft";

/** What data are called; kept on Enter or on leaving. */
export function NameField({ id, name }: { id: string; name: string }) {
  const [typed, setTyped] = useState(name);
  const keep = () => {
    const wanted = typed.trim();
    if (wanted === "") setTyped(name);
    else if (wanted !== name) void rename(id, wanted);
  };
  return (
    <input
      className="field"
      aria-label={`Name of ${name}`}
      maxLength={80}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={keep}
      onKeyDown={({ key }) => key === "Enter" && keep()}
    />
  );
}
