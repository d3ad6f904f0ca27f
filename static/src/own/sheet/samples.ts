import { decode } from "@msgpack/msgpack";
import { useEffect, useState } from "react";
import { server } from "../../server";
import { sayWhy } from "../../trouble";
import type { Preview } from "../../types/generated";
import { ownData, type Samples, type Version } from "../data";
import { PARTS } from "../words";

interface Asked {
  data: string;
  version: string;
  label: string | null;
  from: number;
  many: number;
}

/** A page of samples; what was shown last stays until the next one is here. */
export function useSamples({ data, version, label, from, many }: Asked) {
  const [samples, setSamples] = useState<Samples | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    ownData
      .samples(data, { version, from, many, ...(label === null ? {} : { label }) })
      .then((file) => file.arrayBuffer())
      .then(
        (bytes) => {
          if (isGone) return;
          setSamples(decode(bytes) as Samples);
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

/** The part that a sample is in, by its name or its place. */
export const partOf = (part: number | string): string =>
  typeof part === "number" ? (PARTS[part] ?? "") : part;
