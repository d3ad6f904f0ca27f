import { create } from "zustand";

/** What a look writes on the wires of the main block in place of their shapes, by the port that they come from. */
export const useOnWires = create<{ texts: ReadonlyMap<string, string> | null }>(() => ({ texts: null }));

export const writeOnWires = (texts: ReadonlyMap<string, string> | null) => useOnWires.setState({ texts });
