// The keyboard of an alert's page; next and previous go through the view that it was opened from.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { huntOf } from "../../components/alert/hunt-of.ts";
import type { FormName } from "../../components/triage/desk.tsx";
import type { Triage } from "../../components/triage/use-triage.ts";
import { nextAlert, queueKey, type AlertPage, type AlertRow, type QueueData } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import { useScope } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { defang } from "../../format/visible.ts";
import { useKeys, type Binding } from "../../keys/index.tsx";
import { filterOf } from "../queue/filter.ts";

type Keys = { readonly page: AlertPage; readonly triage: Triage; readonly openForm: (form: FormName) => void; readonly makeException: (() => void) | undefined };

/** Steps through the view: among what is loaded, else the API says which comes next. */
function useNeighbours(page: AlertPage): { readonly go: (by: 1 | -1) => Promise<void> } {
  const client = useQueryClient();
  const navigate = useNavigate();
  const scope = useScope();
  const view = useView();
  const filter = filterOf(view);
  const goTo = (row: AlertRow): void => void navigate({ to: "/alerts/$tenant/$alert", params: { tenant: row.tenant, alert: row.ref }, search: { ...view, exception: undefined }, replace: true });
  return {
    go: async (by) => {
      const rows = client.getQueryData<QueueData>(queueKey(scope, filter))?.pages.flatMap(({ alerts }) => alerts) ?? [];
      const at = rows.findIndex(({ id }) => id === page.id);
      const loaded = at < 0 ? undefined : rows[at + by];
      if (loaded !== undefined) return goTo(loaded);
      if (by < 0) return undefined;
      const next = await nextAlert(scope, filter, page.id).catch(() => null);
      return next === null ? undefined : goTo(next);
    },
  };
}

export function useAlertKeys({ page, triage, openForm, makeException }: Keys): void {
  const { t } = useTranslation("queue");
  const me = useMe();
  const view = useView();
  const navigate = useNavigate();
  const { go } = useNeighbours(page);
  const group = t("page");
  const key = (name: string, label: string, run: () => void): Binding => ({ key: name, label: t(`key.${label}`), group, run });
  const copy = (text: string): void => void navigator.clipboard.writeText(text).catch(() => undefined);
  const isTriage = may(me, "alert:triage", page.tenant);
  useKeys([
    key("j", "next", () => void go(1)), key("k", "previous", () => void go(-1)),
    key("escape", "back", () => void navigate({ to: "/queue", search: { ...view, tab: undefined, exception: undefined, at: `${page.tenant}/${page.id}` } })),
    ...(isTriage ? [
      key("a", "take", () => void triage.act([page], { do: "take" })), key("s", "assign", () => openForm("assign")), key("v", "verdict", () => openForm("verdict")), key("e", "escalate", () => openForm("escalate")),
      key("i", "incident", () => openForm("incident")), key("m", "comment", () => openForm("comment")), key("z", "undo", triage.undo),
    ] : []),
    ...(makeException === undefined ? [] : [key("n", "exception", makeException)]),
    key("w", "watch", () => void triage.act([page], { do: page.attention.isWatched ? "unwatch" : "watch" })),
    key("h", "hunt", () => void navigate({ to: "/hunt", search: huntOf(page) })),
    key("c", "copy", () => copy(defang(page.entity.name))), key("y", "link", () => copy(`${location.origin}/alerts/${page.tenant}/${page.ref}`)),
  ]);
}
