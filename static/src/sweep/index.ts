import "./sweep.css";

export { SweepPanel } from "./SweepPanel";
