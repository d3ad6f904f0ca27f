import { SunMoon } from "lucide-react";
import { keepTheme } from "../theme";
import type { Command } from "./command";

export const command: Command = {
  id: "toggle-theme",
  label: "Dark or light",
  group: "View",
  icon: SunMoon,
  toolbar: 8,
  isForReaders: true,
  perform({ view }) {
    const theme = view.getState().theme === "dark" ? "light" : "dark";
    keepTheme(theme);
    view.setState({ theme });
  },
};
