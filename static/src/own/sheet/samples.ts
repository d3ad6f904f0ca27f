import { decode } from "@msgpack/msgpack";
import { useEffect, useState } from "react";
import { server } from "../../server";
import { sayWhy } from "../../trouble";
import type { Preview, Sheet } from "../../types/generated";
import { ownData, type Version } from "../data";

interface Asked {
  data: string;
  version: string;
  label: string | null;
  from: number;
  many: number;
}

/** A page of samples; what was shown last stays until the next one is here. */
export function useSamples({ data, version, label, from, many }: Asked) {
  const [samples, setSamples] = useState<Sheet | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    ownData
      .samples(data, { version, from, many, ...(label === null ? {} : { label }) })
      .then((file) => file.arrayBuffer())
      .then(
        (bytes) => {
          if (isGone) return;
          setSamples(decode(bytes) as Sheet);
          setTrouble(null);
        },
        (error: unknown) => isGone || setTrouble(sayWhy(error)),
      );
    return () => {
      isGone = true;
    };
  }, [data, version, label, from, many]);
  return { samples, trouble };
}

/** How many there are of each class, in each part; null until it is known. */
export function useCounts({ version, schema }: Version): Preview["counts"] | null {
  const [counts, setCounts] = useState<Preview["counts"] | null>(null);
  useEffect(() => {
    let isGone = false;
    const asked = {
      type: "OwnData",
      params: { data: version, schema },
      part: "training" as const,
      is_small: true,
    };
    server
      .preview(asked, "own")
      .then((file) => file.arrayBuffer())
      .then(
        (bytes) => isGone || setCounts((decode(bytes) as Preview).counts),
        () => isGone || setCounts([]), // the sheet says what is wrong
      );
    return () => {
      isGone = true;
    };
  }, [version, schema]);
  return counts;
}
