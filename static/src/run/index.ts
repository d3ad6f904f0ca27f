import "./run.css";
import "./looks/looks.css";

export { liveRun } from "./live/live";
export { NodeLooks } from "./looks/NodeLooks";
export { NodePicture } from "./looks/NodePicture";
export { useNodeTraining } from "./looks/nodeTraining";
export { RunDock } from "./RunDock";
