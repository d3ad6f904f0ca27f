import type { Theme } from "./document/view/tab";

const KEY = "layerloom-theme";

/** The theme chosen on this machine, else what its system asks for; put on the page at once. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  const wished = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  const theme = kept === "dark" || kept === "light" ? kept : wished;
  document.documentElement.dataset.theme = theme;
  return theme;
}

export function keepTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
}
