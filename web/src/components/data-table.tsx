// Rows of any number: a real table whose rows outside the window are not there. The cursor is where the keyboard is;
// what is selected is another thing.
import { memo, useEffect, useRef, type ReactNode } from "react";
import { tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { UnstyledButton } from "@mantine/core";
import styles from "./data-table.module.css";

const FEATURES = tableFeatures({});
// Rows beside the window, so that a fast scroll finds them painted.
const OVERSCAN = 12;
// Of the head, which stays in sight over the rows.
const HEAD_HEIGHT = 33;

export type Column<Row> = {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** In pixels; the column without one takes what is left. */
  readonly width?: number;
  readonly align?: "right";
  readonly sort?: { readonly direction: "ascending" | "descending" | undefined; readonly change: () => void };
};

type Props<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly rowHeight?: number;
  /** Of how many these are the first; known to screen readers as the table's length. */
  readonly total?: number;
  readonly cursor?: string | undefined;
  readonly isSelected?: (row: Row) => boolean;
  readonly isDimmed?: (row: Row) => boolean;
  readonly isStrong?: (row: Row) => boolean;
  readonly onRow?: (row: Row) => void;
  /** The end comes into sight: more may be asked for. */
  readonly onEnd?: () => void;
  /** What cells show besides their row and its marks; without it all cells are painted anew each time. */
  readonly version?: string;
  /** Cards need no heads; screen readers still hear them. */
  readonly isHeadHidden?: boolean;
};

/** A table with virtual rows; it fills its parent and scrolls by itself. */
export function DataTable<Row>({ label, columns, rows, idOf, rowHeight = 36, total, cursor, isSelected, isDimmed, isStrong, onRow, onEnd, version, isHeadHidden = false }: Props<Row>) {
  const scroll = useRef<HTMLDivElement>(null);
  const defs = columns.map(({ id, header, cell }): ColumnDef<typeof FEATURES, object> => ({ id, header: () => header, cell: ({ row }) => cell(row.original as Row) }));
  const table = useTable({ features: FEATURES, columns: defs, data: rows as readonly object[], getRowId: (row) => idOf(row as Row) });
  const all = table.getRowModel().rows;
  const virtual = useVirtualizer({ count: all.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: OVERSCAN, scrollPaddingEnd: isHeadHidden ? 0 : HEAD_HEIGHT });
  const shown = virtual.getVirtualItems();
  const cursorAt = cursor === undefined ? -1 : all.findIndex((row) => row.id === cursor);
  useEffect(() => {
    if (cursorAt >= 0) virtual.scrollToIndex(cursorAt, { align: "auto" });
  }, [cursorAt, virtual]);
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (all.length > 0 && lastShown >= all.length - OVERSCAN) onEnd?.();
  }, [lastShown, all.length, onEnd]);
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard scrolls what it can reach
    <div className={styles.scroll} ref={scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={styles.table} aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
        <colgroup>{columns.map(({ id, width }) => <col key={id} width={width} />)}</colgroup>
        <thead className={isHeadHidden ? "hidden-text" : undefined}>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header, at) => <Head key={header.id} column={columns[at]!}><table.FlexRender header={header} /></Head>)}
            </tr>
          ))}
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }}><td colSpan={columns.length} /></tr>}
          {shown.map(({ index }) => {
            const row = all[index]!;
            const original = row.original as Row;
            return <Line key={row.id} row={original} columns={columns} index={index} height={rowHeight} version={version} isCursor={row.id === cursor} isSelected={isSelected?.(original)} isDimmed={isDimmed?.(original)} isStrong={isStrong?.(original)} onRow={onRow} />;
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }}><td colSpan={columns.length} /></tr>}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = {
  readonly row: unknown;
  readonly columns: readonly Column<never>[];
  readonly index: number;
  readonly height: number;
  readonly version: string | undefined;
  readonly isCursor: boolean;
  readonly isSelected: boolean | undefined;
  readonly isDimmed: boolean | undefined;
  readonly isStrong: boolean | undefined;
  readonly onRow: ((row: never) => void) | undefined;
};

const SAME = ["row", "index", "height", "version", "isCursor", "isSelected", "isDimmed", "isStrong"] as const;

// A step of the cursor paints two rows, not all of them.
const Line = memo(function Line({ row, columns, index, height, isCursor, isSelected, isDimmed, isStrong, onRow }: LineProps) {
  return (
    <tr aria-rowindex={index + 2} aria-selected={isSelected} data-cursor={isCursor} data-dimmed={isDimmed} data-strong={isStrong} style={{ height }} onClick={onRow === undefined ? undefined : (event) => { if (!isControl(event.target)) onRow(row as never); }}>
      {columns.map(({ id, align, cell }) => <td key={id} align={align}>{cell(row as never)}</td>)}
    </tr>
  );
}, (before, after) => after.version !== undefined && SAME.every((name) => before[name] === after[name]));

// What is pressed inside of a row acts by itself.
const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest("a, button, input, label, [role=button]") !== null;

function Head<Row>({ column: { sort, align }, children }: { readonly column: Column<Row>; readonly children: ReactNode }) {
  if (sort === undefined) return <th scope="col" align={align}>{children}</th>;
  const Arrow = sort.direction === "ascending" ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" align={align} aria-sort={sort.direction ?? "none"}>
      <UnstyledButton className={styles.sort} data-on={sort.direction !== undefined} onClick={sort.change}>{children}{sort.direction !== undefined && <Arrow size={14} aria-hidden />}</UnstyledButton>
    </th>
  );
}
