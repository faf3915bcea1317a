// The keyboard of the queue, from end to end.
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { huntOf } from "../../components/alert/hunt-of.ts";
import type { FormName } from "../../components/triage/desk.tsx";
import type { Triage } from "../../components/triage/use-triage.ts";
import type { AlertRow } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import { useView } from "../../data/search.ts";
import { defang } from "../../format/visible.ts";
import { useKeys, type Binding } from "../../keys/index.tsx";
import type { Cursor } from "./use-cursor.ts";
import type { Selection } from "./use-selection.ts";

type Keys = {
  readonly cursor: Cursor;
  readonly selection: Selection;
  readonly triage: Triage;
  readonly openForm: (form: FormName) => void;
  readonly showFresh: () => void;
  readonly makeException: (row: AlertRow) => void;
  readonly isWatched: (row: AlertRow) => boolean;
};

export function useQueueKeys({ cursor, selection, triage, openForm, showFresh, makeException, isWatched }: Keys): void {
  const { t } = useTranslation("queue");
  const me = useMe();
  const view = useView();
  const navigate = useNavigate();
  const group = t("title");
  const isTriage = may(me, "alert:triage");
  const { row } = cursor;
  const targets = selection.rows.length > 0 ? selection.rows : row === undefined ? [] : [row];
  const key = (name: string, label: string, run: () => void): Binding => ({ key: name, label: t(`key.${label}`), group, run });
  const extend = (by: number): void => {
    const next = cursor.move(by);
    selection.add([row, next].filter((one) => one !== undefined));
  };
  const goTo = (): void => {
    if (cursor.name !== undefined) void navigate({ to: "/alerts/$tenant/$alert", params: { tenant: cursor.name.tenant, alert: row?.ref ?? cursor.name.id }, search: { ...view, at: undefined, open: undefined } });
  };
  const copy = (text: string): void => void navigator.clipboard.writeText(text).catch(() => undefined);
  const triageKeys = [
    key("x", "select", () => row !== undefined && selection.toggle(row)), key("shift+j", "extend", () => extend(1)), key("shift+k", "extend", () => extend(-1)),
    key("a", "take", () => targets.length > 0 && void triage.act(targets, { do: "take" })), key("s", "assign", () => openForm("assign")), key("v", "verdict", () => openForm("verdict")),
    key("e", "escalate", () => openForm("escalate")), key("i", "incident", () => openForm("incident")), key("m", "comment", () => openForm("comment")), key("n", "exception", () => row !== undefined && makeException(row)), key("z", "undo", triage.undo),
  ];
  useKeys([
    key("j", "next", () => void cursor.move(1)), key("k", "previous", () => void cursor.move(-1)), key("arrowdown", "next", () => void cursor.move(1)), key("arrowup", "previous", () => void cursor.move(-1)),
    key("enter", "flyout", () => cursor.open()), key("o", "page", goTo),
    { key: "escape", label: t("key.back"), group, run: () => (cursor.isOpen ? cursor.close() : selection.clear()) },
    ...(isTriage ? triageKeys : []),
    key("w", "watch", () => row !== undefined && void triage.act([row], { do: isWatched(row) ? "unwatch" : "watch" })),
    key("h", "hunt", () => row !== undefined && void navigate({ to: "/hunt", search: huntOf(row) })),
    key("c", "copy", () => row !== undefined && copy(defang(row.entity.name))), key("y", "link", () => row !== undefined && copy(`${location.origin}/alerts/${row.tenant}/${row.ref}`)),
    key(".", "fresh", showFresh), key("f6", "between", moveFocus),
  ]);
}

/** Between the list and the flyout. */
function moveFocus(): void {
  const flyout = document.querySelector<HTMLElement>("[data-flyout]");
  const list = document.querySelector<HTMLElement>("[data-list]");
  (flyout !== null && !flyout.contains(document.activeElement) ? flyout : list)?.focus();
}
