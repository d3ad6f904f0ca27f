import { type ComponentType, useEffect, useRef, useState } from "react";
import { create } from "zustand";
import { notify } from "./notices";

/** A part of the page whose code is fetched when it is first needed. */
export interface Later<Props> {
  /** The part, or null until it is here. */
  usePart: () => ComponentType<Props> | null;
  /** Fetches it; whether it is here then. Says so when it can't be had. */
  fetch: () => Promise<boolean>;
}

const ahead = new Set<() => Promise<void>>();

/** What no first look needs. With `isAtHand` it comes with the first touch of a hand, so that it opens at once. */
export function later<Props>(load: () => Promise<ComponentType<Props>>, isAtHand = false): Later<Props> {
  const useLoaded = create<{ Part: ComponentType<Props> | null }>(() => ({ Part: null }));
  const fetch = async () => {
    if (useLoaded.getState().Part) return;
    const Part = await load();
    useLoaded.setState({ Part });
  };
  if (isAtHand) ahead.add(fetch);
  return {
    usePart: () => useLoaded((now) => now.Part),
    fetch: () =>
      fetch().then(
        () => true,
        () => {
          notify(NOT_FETCHED);
          return false;
        },
      ),
  };
}

const NOT_FETCHED = {
  title: "This part of the page could not be fetched",
  text: "Try again when the server can be reached; if it was renewed meanwhile, load the page anew.",
  tone: "error",
} as const;

/** Has something else be fetched with the first touch of a hand. */
export const atHand = (fetch: () => Promise<void>) => void ahead.add(fetch);

/** Fetches what is at hand when somebody first presses a button or a key. Whoever only looks pays nothing. */
export function fetchWhatIsAtHand(): void {
  const touched = new AbortController();
  const fetchAll = () => {
    touched.abort();
    for (const fetch of ahead) fetch().catch(() => {}); // whoever opens it asks again, and is told
  };
  for (const event of ["pointerdown", "keydown"])
    addEventListener(event, fetchAll, { capture: true, signal: touched.signal });
}

/** Draws a part, and fetches it first where need be. */
export function Part<Props extends object>({ of, props }: { of: Later<Props>; props: Props }) {
  const Loaded = of.usePart();
  useEffect(() => void of.fetch(), [of]);
  return Loaded && <Loaded {...props} />;
}

/** How the button was pressed that stood in for what opens: a key goes on to the first thing inside. */
export interface Pressed {
  isByKey: boolean;
}

/** For what opens from a button that stood in for it: takes over the focus, then opens, as if it had been pressed. */
export function useOpensAtOnce<Trigger extends HTMLElement>({ isByKey }: Pressed) {
  const trigger = useRef<Trigger>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    trigger.current?.focus();
    if (isByKey) trigger.current?.click();
    else setIsOpen(true);
  }, [isByKey]);
  return { trigger, isOpen, setIsOpen };
}
