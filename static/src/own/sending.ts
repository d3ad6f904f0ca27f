/** How far things are that are sent. Units: bytes. */
export interface Progress {
  files: number;
  of: number;
  bytes: number;
  all: number;
}

interface Kept {
  signal: AbortSignal;
  /** How many go at the same time. */
  atOnce?: number;
  onProgress: (progress: Progress) => void;
}

type Send<Each> = (each: Each, onSent: (bytes: number) => void) => Promise<void>;

/** Sends everything, a few at once; the first refusal ends it. */
export async function sendAll<Each extends { content: Blob }>(
  all: readonly Each[],
  send: Send<Each>,
  { signal, atOnce = 4, onProgress }: Kept,
): Promise<void> {
  const total = all.reduce((sum, { content }) => sum + content.size, 0);
  const under = new Map<Each, number>();
  let [next, files, done] = [0, 0, 0];
  const tell = () => {
    const going = [...under.values()].reduce((sum, bytes) => sum + bytes, 0);
    onProgress({ files, of: all.length, bytes: Math.min(total, done + going), all: total });
  };
  const work = async () => {
    for (let each = all[next++]; each; each = all[next++]) {
      const one = each;
      signal.throwIfAborted();
      await send(one, (bytes) => {
        under.set(one, bytes);
        tell();
      });
      under.delete(one);
      done += one.content.size;
      files += 1;
      tell();
    }
  };
  tell();
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } catch (error) {
    next = all.length;
    throw error;
  }
}
