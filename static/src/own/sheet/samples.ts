import { decode } from "@msgpack/msgpack";
import { useEffect, useState } from "react";
import { OWN_DATA } from "../../document/reading/ownData";
import { server } from "../../server";
import { sayWhy } from "../../trouble";
import type { Preview, Sheet } from "../../types/generated";
import { ownData, type Version } from "../data";
import type { Kind } from "../words";

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

/** What the data look like and how many there are of each class; null until it is known. */
export function useLook({ version, schema }: Version): { preview: Preview | null } | null {
  const [look, setLook] = useState<{ preview: Preview | null } | null>(null);
  useEffect(() => {
    let isGone = false;
    const asked = {
      type: OWN_DATA,
      params: { data: version, schema },
      part: "training" as const,
      is_small: false,
    };
    server
      .preview(asked, "own")
      .then((file) => file.arrayBuffer())
      .then(
        (bytes) => isGone || setLook({ preview: decode(bytes) as Preview }),
        () => isGone || setLook({ preview: null }), // the sheet says what is wrong
      );
    return () => {
      isGone = true;
    };
  }, [version, schema]);
  return look;
}

/** What stands in a version's schema of its form and fields. */
export const schemaOf = ({ schema }: Pick<Version, "schema">) =>
  JSON.parse(schema) as { form?: "samples" | "steps"; fields: { name: string; kind: Kind }[] };

/** The counts of those fields that are classes: not of letters or words. */
export function classCounts(version: Pick<Version, "schema">, preview: Preview | null): Preview["counts"] {
  const kinds = new Map(schemaOf(version).fields.map(({ name, kind }) => [name, kind]));
  return preview?.counts.filter(({ field }) => kinds.get(field) === "class") ?? [];
}
