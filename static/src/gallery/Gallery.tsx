import { Plus, Search, SunMoon } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import type { Network } from "../config";
import { Mark } from "../parts/Mark";
import { Notices, notifyFailure } from "../parts/notices";
import { type Chapter, type Starter, server } from "../server";
import { keepTheme } from "../theme";
import { Card } from "./Card";
import { FirstOfAll } from "./FirstOfAll";
import { MyNetworks } from "./MyNetworks";
import { isFound } from "./search";

const RETRY_MS = 2_000;

interface Props {
  theme: "dark" | "light";
  newest: readonly Network[];
  /** How many networks the visitor has. */
  count: number;
  /** The key of the starter to begin with. */
  first: string;
}

/** What there is to see and to train, chapter by chapter, below what the visitor has. */
export function Gallery({ theme, newest, count, first }: Props) {
  const { starters, chapters } = useCards();
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed.trim());
  const titles = new Map(chapters.map(({ key, title }) => [key, title]));
  const found = starters.filter((starter) => isFound(wanted, wordsOf(starter, titles)));
  const shown = chapters
    .map((chapter) => ({ chapter, cards: found.filter((starter) => starter.chapter === chapter.key) }))
    .filter(({ cards }) => cards.length > 0);
  const search = (wish: string) => {
    setTyped(wish);
    scrollTo({ top: 0, behavior: "instant" }); // what is found begins there
  };
  const beginning = starters.find(({ key }) => key === first);
  return (
    <>
      <Bar theme={theme} typed={typed} onType={search} />
      <div className="gallery">
        <nav className="gallery-chapters" aria-label="Chapters">
          <ul>
            {shown.map(({ chapter: { key, title }, cards }) => (
              <li key={key}>
                <a href={`#${key}`}>
                  {title} <span aria-hidden>{cards.length}</span>
                </a>
              </li>
            ))}
          </ul>
          <a className="gallery-tours" href="/learn/">
            Tours <span>pages to learn and to teach from</span>
          </a>
        </nav>
        <main>
          {count > 0 && <MyNetworks newest={newest} count={count} wanted={wanted} />}
          {wanted === "" && <FirstOfAll starter={beginning} isNew={count === 0} />}
          <output className="gallery-found">
            {wanted && `${found.length === 1 ? "1 starter" : `${found.length} starters`} for “${wanted}”`}
          </output>
          {shown.map(({ chapter, cards }) => (
            <section key={chapter.key} id={chapter.key} aria-labelledby={`${chapter.key}-title`}>
              <h2 id={`${chapter.key}-title`}>{chapter.title}</h2>
              <p className="gallery-summary">{chapter.summary}</p>
              <ul className="cards">
                {cards.map((starter) => (
                  <Card key={starter.key} starter={starter} />
                ))}
              </ul>
            </section>
          ))}
          <footer>
            <a href="/privacy/">What is kept of you here</a> <a href="/rules/">Rules of meaning</a>
          </footer>
        </main>
      </div>
      <Notices />
    </>
  );
}

function Bar({
  theme,
  typed,
  onType,
}: {
  theme: Props["theme"];
  typed: string;
  onType: (typed: string) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || document.activeElement instanceof HTMLInputElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener("keydown", onKey, { signal: leaving.signal });
    return () => leaving.abort();
  }, []);
  return (
    <header className="gallery-bar">
      <a className="gallery-brand" href="/">
        <Mark /> Layerloom
      </a>
      <search className="gallery-search">
        <Search size={15} aria-hidden />
        <input
          ref={field}
          className="field"
          type="search"
          aria-label="Search networks"
          placeholder="Search: attention, 1986, pictures…"
          value={typed}
          onChange={({ target }) => onType(target.value)}
          onKeyDown={({ key }) => key === "Escape" && onType("")}
        />
      </search>
      <button type="button" className="button" onClick={() => void openBlank()}>
        <Plus size={14} aria-hidden /> New, empty
      </button>
      <ThemeButton theme={theme} />
    </header>
  );
}

function ThemeButton({ theme }: { theme: Props["theme"] }) {
  const [now, setNow] = useState(theme);
  const turn = () => {
    const other = now === "dark" ? "light" : "dark";
    keepTheme(other);
    setNow(other);
  };
  return (
    <button type="button" className="icon-button" aria-label="Dark or light" onClick={turn}>
      <SunMoon size={16} aria-hidden />
    </button>
  );
}

async function openBlank(): Promise<void> {
  try {
    const { id } = await server.createProject({ document: {}, name: "Untitled network" });
    location.assign(`/p/${id}/`);
  } catch (error) {
    notifyFailure("The network could not be made", error);
  }
}

function wordsOf(
  { key, title, summary, teaches, paper, system, chapter }: Starter,
  titles: Map<string, string>,
) {
  return [key, title, summary, teaches, paper, system, titles.get(chapter) ?? ""];
}

interface Cards {
  starters: readonly Starter[];
  chapters: readonly Chapter[];
}

/** The cards; asked for until the server answers. An address that names a chapter leads there once it stands. */
function useCards(): Cards {
  const [cards, setCards] = useState<Cards>({ starters: [], chapters: [] });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const fetchCards = () => {
      server.gallery().then(setCards, () => {
        timer = setTimeout(fetchCards, RETRY_MS);
      });
    };
    fetchCards();
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (cards.chapters.length > 0 && location.hash)
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [cards]);
  return cards;
}
