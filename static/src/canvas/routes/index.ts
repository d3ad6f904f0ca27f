/** How wires run: around nodes, beside each other, from where nodes and ports are and nothing else. */
export type { Box, Obstacle, Point } from "./box";
export { around, crosses, grown, meet } from "./box";
export { type Label, middleOf, placeLabels } from "./labels";
export { Router } from "./router";
export { boxOf, pathOf, pieces, trace, type Way, type Wire } from "./way";
