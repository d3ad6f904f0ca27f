import { sayWhy } from "../document/check";
import { DEFAULT_TRAINING } from "../document/graph";
import type { Editor } from "../editor";
import type { Project } from "../server";
import type { Document } from "../types/generated";
import { notify } from "./notices";

const READ_BYTES = 3_000_000; // more than the server takes, so that it says why

const BLANK = {
  version: 1,
  main: "main",
  blocks: { main: { params: {}, nodes: {}, edges: {} } },
  training: DEFAULT_TRAINING,
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

/** Lets the user choose a file of a drawing, makes a network of it, and goes there. */
export async function openFile({ server }: Editor): Promise<void> {
  const file = await chooseFile();
  if (!file) return;
  const document = drawingIn(await file.slice(0, READ_BYTES).text());
  await goTo(server.createProject({ document, name: nameOf(file.name) }), `${file.name} could not be opened`);
}

/** The drawing that a text holds; whatever is none stays text, for the server to say what is wrong with it. */
export function drawingIn(text: string): Document | string {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Document) : text;
  } catch {
    return text;
  }
}

/** A network's name from a file's: without folder and ending, as long as names may be. */
export function nameOf(fileName: string): string {
  return fileName.replace(/\.json$/i, "").slice(0, 120) || "Untitled network";
}

function chooseFile(): Promise<File | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null), { once: true });
    input.addEventListener("cancel", () => resolve(null), { once: true });
    input.click();
  });
}

async function goTo(made: Promise<Project>, refusal = "The network could not be made"): Promise<void> {
  try {
    location.assign(`/p/${(await made).id}/`);
  } catch (error) {
    notify({ title: refusal, text: sayWhy(error), tone: "error" });
  }
}
