import "./sweep.css";

export { Experiments } from "./Experiments";
export { SweepPanel } from "./SweepPanel";
