import { useState } from "react";

interface NumberBoxProps {
  name: string;
  value: number;
  /** Digits behind the point. */
  places: number;
  onChange: (value: number) => void;
}

/** A number as it stands, to be typed over: by typing one leaves the range of a slider. */
export function NumberBox({ name, value, places, onChange }: NumberBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      className="field"
      inputMode="decimal"
      aria-label={`${name}, typed`}
      value={typed ?? value.toFixed(places)}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => {
        setTyped(target.value);
        const number = Number(target.value.replace(",", "."));
        if (target.value.trim() !== "" && Number.isFinite(number)) onChange(number);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
