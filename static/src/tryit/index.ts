import "./tryit.css";

export { TryIt } from "./TryIt";
