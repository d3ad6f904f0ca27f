import type { Training } from "../../types/generated";
import type { Action } from "../command";

/** Sets how long, or on how much at a time, the network is trained. */
export const setTraining: Action<{ name: keyof Training; value: Training[keyof Training] }> = {
  id: "set-training",
  label: "Set the training",
  perform: ({ graph }, { name, value }) => graph.setTraining(name, value),
};
