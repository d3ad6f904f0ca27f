import "./share.css";

export { ShareBanner } from "./ShareBanner";
export { ShareButton } from "./ShareButton";
