import "./run.css";
import "./looks.css";
import "./watch.css";

export { liveRun } from "./live";
export { NodeLooks } from "./NodeLooks";
export { NodePicture } from "./NodePicture";
export { useNodeTraining } from "./nodeTraining";
export { RunDock } from "./RunDock";
export { WatchPanel } from "./WatchPanel";
