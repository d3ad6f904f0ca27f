import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { type Later, Part, type Pressed } from "./later";

/** A button of the top bar whose menu is fetched when it is first opened. */
export function MenuButton({ label, menu }: { label: string; menu: Later<Pressed> }) {
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const isHere = menu.usePart() !== null;
  const open = (isByKey: boolean) => {
    setPressed({ isByKey });
    void menu.fetch();
  };
  if (pressed && isHere) return <Part of={menu} props={pressed} />;
  return (
    <button
      type="button"
      className="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-busy={pressed !== null}
      onClick={({ detail }) => open(detail === 0)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        open(true);
      }}
    >
      {label} <ChevronDown size={14} aria-hidden />
    </button>
  );
}
