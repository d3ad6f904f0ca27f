import "./data.css";

export { DataAtNode } from "./DataAtNode";
