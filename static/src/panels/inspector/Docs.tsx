import { useState } from "react";
import { useEditor } from "../../editor";
import { forgetWithCause, sayWhy } from "../../trouble";
import type { NodeType } from "../../types/generated";

/** The whole documentation of a node type, folded away, and fetched when it is asked for. */
export function Docs({ type: { type, in_torchs_words } }: { type: NodeType }) {
  const { server } = useEditor();
  const [text, setText] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const fetchText = async () => {
    setRefusal(null);
    try {
      setText(await server.docs(type));
    } catch (error) {
      setRefusal(sayWhy(error));
      forgetWithCause(error, () => void fetchText());
    }
  };
  return (
    <section>
      <details className="docs" onToggle={({ currentTarget }) => currentTarget.open && void fetchText()}>
        <summary>{in_torchs_words ? "More from torch's documentation" : `More about ${type}`}</summary>
        {refusal ? <p role="alert">{refusal}</p> : <pre>{text ?? "…"}</pre>}
      </details>
    </section>
  );
}
