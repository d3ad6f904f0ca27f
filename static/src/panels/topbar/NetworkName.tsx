import { useEffect, useState } from "react";
import { config } from "../../config";
import { useEditor, useView } from "../../editor";
import { notifyFailure } from "../../parts/notices";

const LONGEST = 120;

/** The network's name, edited in place: Enter keeps, Escape gives up. */
export function NetworkName() {
  const { server, view } = useEditor();
  const name = useView(({ name }) => name);
  const [typed, setTyped] = useState(name);
  useEffect(() => {
    setTyped(name);
    document.title = `${name} · Layerloom`;
  }, [name]);
  if (config.page === "share") return <span className="network-name">{name}</span>;

  const keep = async () => {
    const wanted = typed.trim();
    if (wanted === name || wanted === "") return setTyped(name);
    try {
      const project = await server.renameProject(config.project, wanted);
      view.setState({ name: project.name });
    } catch (error) {
      setTyped(name);
      notifyFailure("The name was not kept", error);
    }
  };
  return (
    <input
      className="network-name"
      aria-label="Name of the network"
      value={typed}
      maxLength={LONGEST}
      size={Math.max(8, Math.min(32, typed.length))}
      spellCheck={false}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => void keep()}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Escape") setTyped(name);
        if (key === "Enter") currentTarget.blur();
      }}
    />
  );
}
