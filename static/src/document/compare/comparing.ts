/** All that compares two drawings: fetched with the first run that is looked at. */
export { changesBetween } from "./changes";
export { allNodes, keptNodes } from "./kept";
