const PHONE = matchMedia("(max-width: 700px), (max-height: 500px)");

/** What a share link opens: a page for one hand on a telephone, unless the whole drawing is asked for; else the editor's. */
const isWhole = new URLSearchParams(location.search).has("whole");
void (PHONE.matches && !isWhole ? import("./phone/open") : import("./main"));
if (!isWhole) PHONE.addEventListener("change", () => location.reload()); // nothing is lost: it only watches

export {};
