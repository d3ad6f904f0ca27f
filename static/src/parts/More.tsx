import { type ReactNode, useEffect, useState } from "react";

interface Props {
  /** True while something inside is not as usual: it is shown then, and can be folded away again. */
  isUnusual: boolean;
  children: ReactNode;
}

/** Settings that few people need, folded away. */
export function More({ isUnusual, children }: Props) {
  const [isOpen, setOpen] = useState(isUnusual);
  useEffect(() => {
    if (isUnusual) setOpen(true);
  }, [isUnusual]);
  return (
    <details className="more" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>More</summary>
      {children}
    </details>
  );
}
