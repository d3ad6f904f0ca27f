import { type ReactNode, useId } from "react";
import "./ticks.css";

export interface Tick {
  id: string;
  isOn: boolean;
  /** Why it can't be changed, as a sentence. */
  fixed?: string | undefined;
  /** What is wrong with it: it is there to be taken out. */
  trouble?: string | undefined;
  /** In a few words, what it is. */
  aside?: string | undefined;
}

interface Props {
  label: string;
  help?: ReactNode;
  ticks: readonly Tick[];
  isReadOnly: boolean;
  /** What stands above the list. */
  children?: ReactNode;
  onTick: (id: string, isOn: boolean) => void;
}

/** A list to tick things in. */
export function Ticks({ label, help, ticks, isReadOnly, children, onTick }: Props) {
  const id = useId();
  return (
    <fieldset className="ticks" aria-describedby={`${id}-help`}>
      <legend>{label}</legend>
      {children}
      <div className="ticks-list">
        {ticks.map((tick) => (
          <label key={tick.id} title={tick.fixed} className={tick.trouble ? "is-trouble" : undefined}>
            <input
              type="checkbox"
              className="checkbox"
              checked={tick.isOn}
              disabled={isReadOnly || tick.fixed !== undefined}
              onChange={({ target }) => onTick(tick.id, target.checked)}
            />
            <span className="mono">{tick.id}</span>
            <small>{tick.trouble ?? tick.aside}</small>
          </label>
        ))}
      </div>
      <div id={`${id}-help`} className="form-help">
        {help}
      </div>
    </fieldset>
  );
}
