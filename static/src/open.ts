import type { Editor } from "./editor";
import { notify, notifyFailure, withdraw } from "./parts/notices";
import type { Project } from "./server";

/** Makes a network of one's own from a starter, and goes there. */
export function openStarter({ server }: Editor, starter: string): Promise<void> {
  return goTo(server.createProject({ starter }));
}

/** Makes the network that is suggested for a version of own data, and goes there. */
export function openFirstFor({ server }: Editor, version: string): Promise<void> {
  return goTo(server.createProject({ own_data: version }));
}

/** Makes a network with nothing in it, and goes there. */
export function openBlank({ server }: Editor): Promise<void> {
  return goTo(server.createProject({ document: {}, name: "Untitled network" }));
}

/** Lets the user choose a file of a network, makes a network of it, and goes there. */
export async function openFile(editor: Editor): Promise<void> {
  try {
    const endings = (await editor.server.importers()).flatMap(({ suffixes }) => suffixes);
    const file = await chooseFile(endings);
    if (file) await openThis(editor, file);
  } catch (error) {
    notifyFailure("No file could be chosen", error);
  }
}

/** Makes a network of a file, and goes there. */
export async function openThis({ server }: Editor, file: File): Promise<void> {
  const opening = { title: `Opening ${file.name}…`, text: "A large network takes some seconds." };
  notify(opening);
  try {
    const { id, problems } = await server.importFile(file);
    keepForNextPage(problems.map(({ message }) => message));
    location.assign(`/p/${id}/`);
  } catch (error) {
    withdraw(opening);
    notifyFailure(`${file.name} could not be opened`, error);
  }
}

/** Says what there is to know about the file that this network was just opened from. */
export function tellOfOpenedFile(): void {
  for (const text of takeKept()) notify({ title: "Opened from a file", text });
}

const KEPT = "layerloom-opened";

function keepForNextPage(messages: readonly string[]): void {
  sessionStorage.setItem(KEPT, JSON.stringify(messages));
}

function takeKept(): string[] {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept ? (JSON.parse(kept) as string[]) : [];
}

function chooseFile(endings: readonly string[]): Promise<File | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = endings.join();
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
    notifyFailure(refusal, error);
  }
}
