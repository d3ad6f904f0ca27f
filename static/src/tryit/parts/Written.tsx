import { type ReactNode, useEffect, useRef, useState } from "react";

interface Typed {
  text: string;
  set: (text: string) => void;
  send: () => void;
}

/**
 * What is typed. It is sent with every letter or, where the network writes on for a while, when it is told to;
 * another text that is given from outside takes its place.
 */
export function useTyped(given: string | null, isAtOnce: boolean, onGive: (text: string) => void): Typed {
  const [text, setText] = useState(given ?? "");
  const sent = useRef(given);
  useEffect(() => {
    if (given !== null && given !== sent.current) setText(given);
    sent.current = given;
  }, [given]);
  const send = (next: string) => {
    sent.current = next;
    onGive(next);
  };
  const set = (next: string) => {
    setText(next);
    if (isAtOnce) send(next);
  };
  return { text, set, send: () => send(text) };
}

interface WrittenProps {
  asked: { name: string; most: number; is_filled_up: boolean; is_begun: boolean };
  typed: Typed;
  unit: "letter" | "word";
  children?: ReactNode;
}

/** A place to write in; `children` help with it. */
export function Written({ asked, typed, unit, children }: WrittenProps) {
  return (
    <form
      className="tryit-text"
      onSubmit={(event) => {
        event.preventDefault();
        typed.send();
      }}
    >
      <textarea
        className="field"
        aria-label={asked.is_begun ? "How the text begins" : asked.name}
        rows={asked.is_begun ? 4 : 3}
        value={typed.text}
        onChange={({ target }) => typed.set(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          typed.send();
        }}
      />
      {asked.is_begun ? (
        <button type="submit" className="tryit-button" disabled={typed.text === ""}>
          Go on
        </button>
      ) : (
        <p className="tryit-fine">{roomIn(asked, unit)}</p>
      )}
      {children}
    </form>
  );
}

const roomIn = ({ most, is_filled_up }: WrittenProps["asked"], unit: string) =>
  `${is_filled_up ? "At most" : "Exactly"} ${most} ${unit}s.`;
