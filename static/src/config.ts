/** What the page tells the bundle, read once from its `json_script`. */
export interface Config {
  page: "editor" | "share";
  project: string;
  token: string | null;
  name: string;
  csrfToken: string;
}

export function readConfig(page: Document = document): Config {
  const element = page.getElementById("config");
  if (!element?.textContent) throw new Error("the page holds no #config");
  return JSON.parse(element.textContent) as Config;
}
