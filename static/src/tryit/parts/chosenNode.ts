import { create } from "zustand";

/** The node of a graph that a hand chose, by the name of the graph's field: what is known of it is shown beside. */
export const useChosenNode = create<Readonly<Record<string, number>>>(() => ({}));

export const chooseNode = (graph: string, node: number) => useChosenNode.setState({ [graph]: node });
