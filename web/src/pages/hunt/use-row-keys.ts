// The keyboard over the rows: the cursor and what stands under the focus.
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FoundEvent } from "../../data/events.ts";
import { useKeys } from "../../keys/index.tsx";
import type { Pressed } from "./hunt-context.ts";
import type { Act } from "./use-acts.ts";

type Props = { readonly events: readonly FoundEvent[]; readonly act: (act: Act, pressed: Pressed) => void };
type Rows = { readonly cursor: string | undefined; readonly open: ReadonlySet<string>; readonly isFocused: boolean; readonly toggle: (id: string) => void };

export function useRowKeys({ events, act }: Props): Rows {
  const { t } = useTranslation("hunt");
  const [cursor, setCursor] = useState<string>();
  const [isFocused, setFocused] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setFocused(false);
    setCursor(id);
    setOpen((before) => before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]));
  }, []);
  const move = (by: number): void => {
    const at = events.findIndex(({ id }) => id === cursor);
    const next = events[at < 0 ? 0 : Math.min(events.length - 1, Math.max(0, at + by))];
    setFocused(true);
    setCursor(next?.id);
  };
  const onValue = (name: Act): void => {
    const pressed = focused(events);
    if (pressed !== undefined) act(name, pressed);
  };
  const group = t("title");
  useKeys([
    { key: "j", label: t("keys.next"), group, run: () => move(1) },
    { key: "k", label: t("keys.before"), group, run: () => move(-1) },
    { key: "o", label: t("keys.open"), group, run: () => { if (cursor !== undefined) toggle(cursor); } },
    { key: "arrowright", label: t("keys.right"), group, run: () => step(1) },
    { key: "arrowleft", label: t("keys.left"), group, run: () => step(-1) },
    { key: "+", label: t("menu.in"), group, run: () => onValue("in") },
    { key: "-", label: t("menu.out"), group, run: () => onValue("out") },
    { key: "p", label: t("menu.around"), group, run: () => onValue("around") },
    { key: "t", label: t("menu.tree"), group, run: () => onValue("tree") },
    { key: "c", label: t("menu.defang"), group, run: () => onValue("defang") },
  ]);
  return { cursor, open, isFocused, toggle };
}

/** From value to value within a row. */
function step(by: number): void {
  const row = document.activeElement?.closest("[data-row]");
  if (row === null || row === undefined) return;
  const all = [...row.querySelectorAll<HTMLElement>("[data-open], [data-field]")];
  all[all.indexOf(document.activeElement as HTMLElement) + by]?.focus();
}

function focused(events: readonly FoundEvent[]): Pressed | undefined {
  const { activeElement: at } = document;
  if (!(at instanceof HTMLElement)) return undefined;
  const { field, value } = at.dataset;
  const id = at.closest<HTMLElement>("[data-row]")?.dataset["row"];
  return field === undefined || value === undefined ? undefined : { field, value, event: events.find((event) => event.id === id), at: at.getBoundingClientRect() };
}
