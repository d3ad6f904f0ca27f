/** Threads on a loom: the product's mark. */
export function Mark() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="2.4"
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M2.5 3.5h11" stroke="var(--t-tensor)" />
      <path d="M2.5 8h7" stroke="var(--t-image)" />
      <path d="M2.5 12.5h11" stroke="var(--t-label)" />
    </svg>
  );
}
