import { sayWhy } from "../document/check";
import type { Editor } from "../editor";
import type { Project } from "../server";
import { notify } from "./notices";

const BLANK = {
  version: 1,
  main: "main",
  blocks: { main: { params: {}, nodes: {}, edges: {} } },
  training: { epochs: 20, batch_size: 64, seed: 0 },
} as const;

/** Makes a network of one's own from a starter, and goes there. */
export function openStarter({ server }: Editor, starter: string): Promise<void> {
  return goTo(server.createProject({ starter }));
}

/** Makes a network with nothing in it, and goes there. */
export function openBlank({ server }: Editor): Promise<void> {
  const blocks = { main: { params: {}, nodes: {}, edges: {} } };
  return goTo(server.createProject({ document: { ...BLANK, blocks }, name: "Untitled network" }));
}

async function goTo(made: Promise<Project>): Promise<void> {
  try {
    location.assign(`/p/${(await made).id}/`);
  } catch (error) {
    notify({ title: "The network could not be made", text: sayWhy(error), tone: "error" });
  }
}
