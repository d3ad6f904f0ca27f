import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";

interface HoldButtonProps {
  label: string;
  disabled: boolean;
  /** Begins; what it gives ends it. */
  onHold: () => () => void;
  children: ReactNode;
}

/** A button that does something for as long as it is held: by mouse, finger or the space bar. */
export function HoldButton({ label, disabled, onHold, children }: HoldButtonProps) {
  const stop = useRef<(() => void) | null>(null);
  const [isHeld, setIsHeld] = useState(false);
  const begin = () => {
    if (stop.current || disabled) return;
    stop.current = onHold();
    setIsHeld(true);
  };
  const end = () => {
    stop.current?.();
    stop.current = null;
    setIsHeld(false);
  };
  useEffect(() => () => stop.current?.(), []);
  const press = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begin();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== " ") return;
    event.preventDefault();
    if (event.type === "keyup") end();
    else if (!event.repeat) begin();
  };
  return (
    <button
      type="button"
      className="button own-hold"
      aria-label={label}
      aria-pressed={isHeld}
      disabled={disabled}
      onPointerDown={press}
      onPointerUp={end}
      onPointerCancel={end}
      onLostPointerCapture={end}
      onKeyDown={key}
      onKeyUp={key}
      onBlur={end}
      onContextMenu={(event) => event.preventDefault()}
    >
      {children}
    </button>
  );
}
