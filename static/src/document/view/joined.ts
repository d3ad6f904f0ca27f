import type { StoreApi } from "zustand/vanilla";

/** Two stores read and written as one. `shared` may be joined with others too, which see what is written here. */
export interface Joined<Shared, Own> extends StoreApi<Shared & Own> {
  shared: StoreApi<Shared>;
  /** Lets go of the shared store. */
  leave(): void;
}

/** Joins two stores: each key is kept by the one that has it. */
export function joined<Shared extends object, Own extends object>(
  shared: StoreApi<Shared>,
  own: StoreApi<Own>,
): Joined<Shared, Own> {
  type State = Shared & Own;
  const listeners = new Set<(now: State, before: State) => void>();
  const both = (): State => ({ ...shared.getState(), ...own.getState() });
  const initial = { ...shared.getInitialState(), ...own.getInitialState() };
  let state = both();
  let isWriting = false;
  const tell = () => {
    if (isWriting) return;
    const before = state;
    state = both();
    for (const listener of listeners) listener(state, before);
  };
  const stops = [shared.subscribe(tell), own.subscribe(tell)];
  // What is written to both is told once.
  const setState = (partial: Partial<State> | ((now: State) => Partial<State>)) => {
    const change = Object.entries(typeof partial === "function" ? partial(state) : partial);
    const isShared = ([key]: [string, unknown]) => key in shared.getInitialState();
    const [common, mine] = [change.filter(isShared), change.filter((each) => !isShared(each))];
    isWriting = true;
    try {
      if (common.length > 0) shared.setState(Object.fromEntries(common) as Partial<Shared>);
      if (mine.length > 0) own.setState(Object.fromEntries(mine) as Partial<Own>);
    } finally {
      isWriting = false;
    }
    tell();
  };
  return {
    shared,
    setState,
    getState: () => state,
    getInitialState: () => initial,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    leave() {
      for (const stop of stops) stop();
    },
  };
}
