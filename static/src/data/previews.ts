import { decode } from "@msgpack/msgpack";
import { useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api";
import { putIn } from "../document/params/expression";
import { openBlock } from "../document/view/view";
import { useEditor, useView } from "../editor";
import type { AskedPreview } from "../server";
import { sayWhy } from "../trouble";
import type { Block, Node, Preview } from "../types/generated";

export type PartName = Preview["part"];

const PAUSE_MS = 150;
const RETRY_MS = 2_000;
const MOST_KEPT = 24;

/** The latest answers: a node that comes into sight again shows its data at once. */
const kept = new Map<string, Preview>();

interface Answer {
  /** What the data look like; those of before while newer ones are made, null where there are none to show. */
  preview: Preview | null;
  /** Why there is nothing to show, in words. */
  trouble: string | null;
}

const NOTHING: Answer = { preview: null, trouble: null };

/** What a node's data look like, as its parameters are now. */
export function usePreview(id: string, part: PartName, isSmall: boolean): Answer {
  const { server } = useEditor();
  const node = useView((view) => openBlock(view).nodes[id]);
  const given = useView((view) => openBlock(view).params);
  const asked = useMemo(() => node && askedOf(node, given, part, isSmall), [node, given, part, isSmall]);
  const key = asked ? JSON.stringify(asked) : "";
  const [answer, setAnswer] = useState<Answer>(() => ({ ...NOTHING, preview: kept.get(key) ?? null }));
  const hasAsked = useRef(false);
  useEffect(() => {
    const known = kept.get(key);
    if (known || key === "") return setAnswer({ ...NOTHING, preview: known ?? null });
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const file = await server.preview(JSON.parse(key) as AskedPreview, `${isSmall ? "-" : "+"}${id}`);
        const preview = decode(await file.arrayBuffer()) as Preview;
        keep(key, preview);
        if (!leaving.signal.aborted) setAnswer({ preview, trouble: null });
      } catch (error) {
        if (leaving.signal.aborted) return;
        if (mayPass(error)) timer = setTimeout(ask, RETRY_MS);
        else setAnswer({ preview: null, trouble: sayWhy(error) });
      }
    };
    timer = setTimeout(ask, hasAsked.current ? PAUSE_MS : 0);
    hasAsked.current = true;
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [key, id, isSmall, server]);
  return answer;
}

/** The question about a node, with the parameters of its block put in; null where they are not known. */
export function askedOf(
  { type, params }: Node,
  given: Block["params"],
  part: PartName,
  isSmall: boolean,
): AskedPreview | null {
  const values: Node["params"] = {};
  for (const [name, value] of Object.entries(params)) {
    const known = putIn(value, given);
    if (known === undefined) return null;
    values[name] = known;
  }
  return { type, params: values, part, is_small: isSmall };
}

function keep(key: string, preview: Preview): void {
  kept.set(key, preview);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(oldest);
  }
}

// The server is away or busy, or was asked something newer in between.
const mayPass = (error: unknown) =>
  error instanceof ApiError &&
  (error.isUnreachable || error.status >= 500 || [409, 429].includes(error.status));
