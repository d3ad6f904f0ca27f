import "./tryit.css";
import "./tools.css";

export { TryIt } from "./TryIt";
