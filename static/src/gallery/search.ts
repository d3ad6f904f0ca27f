/** Whether each word that is looked for stands somewhere in what is told. */
export function isFound(wanted: string, told: readonly string[]): boolean {
  const text = told.join(" ").toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
