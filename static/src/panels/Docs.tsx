/** The whole documentation of a node type, folded away until asked for. */
export function Docs({ text, title }: { text: string; title: string }) {
  return (
    <section>
      <details className="docs">
        <summary>About {title}</summary>
        <pre>{text}</pre>
      </details>
    </section>
  );
}
