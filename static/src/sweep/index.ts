import "./sweep.css";

export { pathTo } from "./places";
export { SweepPanel } from "./SweepPanel";
export { lookAtSweeps } from "./sweeps";
export { Vary } from "./Vary";
