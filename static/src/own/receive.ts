import { bringData, type Piece } from "../commands/actions/bring-data";
import { act } from "../commands/command";
import type { Editor } from "../editor";
import { openThis } from "../open";
import { isWeights, takeFile } from "../weights/takeFile";

const PASTED_AS = { table: "pasted.tsv", text: "pasted.txt" };

/** Opens what was dropped or pasted as a network if it is one, or takes it as weights, else brings it as data. */
export async function receive(editor: Editor, pieces: readonly Piece[], text = ""): Promise<void> {
  const file = await oneFile(pieces);
  if (file && isWeights(file)) return takeFile(editor, file);
  const drawing = file && (await isNetwork(editor, file)) ? file : null;
  if (drawing) return openThis(editor, drawing);
  const come = pieces.length > 0 ? pieces : text.trim() === "" ? [] : [pasted(text)];
  if (come.length > 0) act(editor, bringData, { pieces: come });
}

/** What spreadsheets put on the clipboard has tabs between its cells. */
export function pasted(text: string): File {
  const isTable = text.includes("\t");
  return new File([text], isTable ? PASTED_AS.table : PASTED_AS.text, { type: "text/plain" });
}

/** The one file that came. */
async function oneFile(pieces: readonly Piece[]): Promise<File | null> {
  const [piece, ...others] = pieces;
  if (!piece || others.length > 0 || ("isDirectory" in piece && piece.isDirectory)) return null;
  return piece instanceof File ? piece : fileOf(piece as FileSystemFileEntry);
}

async function isNetwork({ server }: Editor, file: File): Promise<boolean> {
  const endings = (await server.importers()).flatMap(({ suffixes }) => suffixes);
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return false;
  return !file.name.toLowerCase().endsWith(".json") || isDrawing(await file.text());
}

/** Data can be JSON, too. */
export function isDrawing(text: string): boolean {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && "blocks" in found;
  } catch {
    return false;
  }
}

/** The file behind what a browser tells of one. */
export const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, refuse) => entry.file(resolve, refuse));
