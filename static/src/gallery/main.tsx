import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../page.css";
import "./gallery.css";
import { config } from "../config";
import { chosenTheme } from "../theme";
import { Gallery } from "./Gallery";

const root = document.getElementById("root");
if (!root) throw new Error("the page holds no #root");
const { networks, count, first } = config.gallery ?? { networks: [], count: 0, first: "" };
createRoot(root).render(
  <StrictMode>
    <Gallery theme={chosenTheme()} newest={networks} count={count} first={first} />
  </StrictMode>,
);
