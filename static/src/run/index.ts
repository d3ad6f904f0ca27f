import "./run.css";

export { setSelectedNode, setVisibleNodes } from "./activations";
export { InspectorActivation } from "./InspectorActivation";
export { liveRun } from "./live";
export { NodeActivation } from "./NodeActivation";
export { useNodeTraining } from "./nodeTraining";
export { RunDock } from "./RunDock";
