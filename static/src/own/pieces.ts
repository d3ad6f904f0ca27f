import type { Piece } from "../commands/actions/bring-data";
import { fileOf } from "./receive";

/** A file on its way to the server, with its path inside what was brought. */
export interface Brought {
  path: string;
  content: Blob;
}

/** What systems leave in folders for themselves. */
const LEFT_BEHIND = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;

export const isLeftBehind = (path: string) => LEFT_BEHIND.test(path);

/** Every file in what was dropped, chosen or pasted. More than `most` are not listed. */
export async function filesIn(pieces: readonly Piece[], most: number): Promise<Brought[]> {
  const found: Brought[] = [];
  for (const piece of pieces) {
    if (piece instanceof File) found.push({ path: piece.webkitRelativePath || piece.name, content: piece });
    else await walk(piece, found, most);
  }
  return found.filter(({ path }) => !isLeftBehind(path));
}

async function walk(entry: FileSystemEntry, found: Brought[], most: number): Promise<void> {
  if (found.length > most) return;
  if (entry.isFile)
    found.push({ path: entry.fullPath.slice(1), content: await fileOf(entry as FileSystemFileEntry) });
  else for (const inside of await listed(entry as FileSystemDirectoryEntry)) await walk(inside, found, most);
}

/** A browser gives a folder's entries a hundred at a time. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, refuse) =>
      reader.readEntries(resolve, refuse),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** What data are called at first: as the folder or the file that they came in. */
export function nameOf(files: readonly Brought[]): string {
  const [first, ...others] = files.map(({ path }) => path.split("/"));
  const top = first?.[0] ?? "";
  const isFolder = (first?.length ?? 0) > 1 && others.every(([each]) => each === top);
  const name = isFolder || others.length === 0 ? top.replace(/\.[^.]{1,5}$/, "") : "My data";
  return name.slice(0, 80) || "My data";
}
