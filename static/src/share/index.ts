import "./share.css";

export { ShareButton } from "./ShareButton";
