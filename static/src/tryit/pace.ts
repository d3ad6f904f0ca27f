/** From one question to the next, at least: a hand that draws is answered twenty times a second. */
export const SPACE_MS = 50;

/**
 * Sends a question at once, unless one is on its way or was sent a moment ago: then the newest is
 * sent after it, and what came between is left out.
 */
export function inPace<Question>(send: (question: Question) => Promise<void>, spaceMs = SPACE_MS) {
  let next: { question: Question } | null = null;
  let isBusy = false;
  const sendAll = async () => {
    isBusy = true;
    try {
      while (next) {
        const { question } = next;
        next = null;
        const space = pause(spaceMs);
        await send(question);
        await space;
      }
    } finally {
      isBusy = false;
    }
  };
  return {
    ask(question: Question): void {
      next = { question };
      if (!isBusy) void sendAll();
    },
    /** Asks it again, unless there is a newer one. */
    again(question: Question): void {
      next ??= { question };
    },
    /** Leaves out what was not sent yet. */
    forget(): void {
      next = null;
    },
  };
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
