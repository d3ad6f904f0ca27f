import { type MouseEvent, useMemo } from "react";
import { useEditor } from "../editor";
import { useIsDark } from "../run/charts/theme";
import { Raster } from "../run/looks/parts/Raster";
import type { Pictured, Rows } from "../types/generated";
import { PointsPicture } from "./PointsPicture";
import { usePreview } from "./previews";
import { besideEachOther, sheetOf, tileOf } from "./tiles";
import { Value } from "./Value";

/** What a picture on a node may take, in CSS pixels at zoom 1. */
const BOX = { width: 184, height: 74 };
const RADIUS = 13;
const LINES = { text: 4, waves: 3, table: 3 } as const;
const SIDE_PX = 60;

/** What the data of a node look like, as a button below it that shows more. */
export function NodeData({ id }: { id: string }) {
  const editor = useEditor();
  const { preview } = usePreview(id, "training", true);
  if (!preview) return null;
  const { shown } = preview;
  const label = `Data of ${id}: look at them`;
  const open = (event: MouseEvent) => {
    event.stopPropagation(); // the canvas would select it in its own way
    editor.view.setState({ selection: [id], selectedWires: [], dialog: "data" });
  };
  return (
    <button
      type="button"
      className="node-picture data-at-node nodrag nopan"
      aria-label={label}
      title="Look at the data"
      onClick={open}
    >
      {shown.kind === "points" ? (
        <PointsPicture shown={shown} aspect={BOX.width / BOX.height} radius={RADIUS} label="Points" />
      ) : (
        <SmallRows rows={shown} />
      )}
    </button>
  );
}

function SmallRows({ rows: { kind, columns } }: { rows: Rows }) {
  if (kind === "pictures") return <Sheet columns={columns.filter(isPicture)} />;
  const leading = kind === "text" ? "text" : "wave";
  const shown = kind === "table" ? columns : columns.filter(({ look }) => look === leading).slice(0, 1);
  const samples = Array.from({ length: Math.min(LINES[kind], manyOf(shown)) }, (_, sample) => sample);
  return (
    <span
      className={`data-${kind}-on-node`}
      style={{ gridTemplateColumns: kind === "table" ? `repeat(${shown.length}, auto)` : "100%" }}
    >
      {samples.map((sample) =>
        shown.map((column) => (
          <Value key={`${sample} ${column.name}`} column={column} sample={sample} side={SIDE_PX} />
        )),
      )}
    </span>
  );
}

function Sheet({ columns }: { columns: Pictured[] }) {
  const isDark = useIsDark();
  const sheet = useMemo(() => {
    const many = Math.ceil(manyOf(columns) / columns.length);
    const tiles = Array.from({ length: many }, (_, sample) =>
      besideEachOther(columns.map((each) => tileOf(each, sample, isDark))),
    );
    return sheetOf(tiles, BOX.width / BOX.height);
  }, [columns, isDark]);
  return <Raster {...sheet} style={BOX} />;
}

const isPicture = (column: Rows["columns"][number]): column is Pictured =>
  (column.look === "picture" || column.look === "photo") && (column.values.shape[2] ?? 0) > 1;

/** How many samples a column shows. */
export function manyOf([column]: Rows["columns"]): number {
  if (!column) return 0;
  if ("words" in column) return column.words.length;
  return (column.look === "regions" ? column.shape[0] : column.values.shape[0]) ?? 0;
}
