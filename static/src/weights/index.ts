import "./weights.css";

export { BeginsFrom } from "./BeginsFrom";
