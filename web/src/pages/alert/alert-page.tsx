// One alert in full: what happened, what was around it, what it resembles, what was said of it.
import { lazy, Suspense, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Desk, type FormName } from "../../components/triage/desk.tsx";
import { DoneBar } from "../../components/triage/done-bar.tsx";
import { useTriage } from "../../components/triage/use-triage.ts";
import { alertQuery, patchRows, type AlertPage as Page } from "../../data/alerts.ts";
import { api } from "../../data/client.ts";
import { may, seatOf, useMe } from "../../data/me.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { AlertHead } from "./alert-head.tsx";
import { AlertTabs, TABS, type TabName } from "./alert-tabs.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { useAlertKeys } from "./use-alert-keys.ts";
import styles from "./alert.module.css";

const PAGES = {
  summary: lazy(async () => ({ default: (await import("./summary.tsx")).Summary })),
  investigation: lazy(async () => ({ default: (await import("./investigation.tsx")).Investigation })),
  events: lazy(async () => ({ default: (await import("./events.tsx")).Events })),
  similar: lazy(async () => ({ default: (await import("./similar-list.tsx")).SimilarList })),
  thread: lazy(async () => ({ default: (await import("./thread.tsx")).Thread })),
  history: lazy(async () => ({ default: (await import("./history.tsx")).History })),
} as const satisfies Readonly<Record<TabName, unknown>>;
const ExceptionPanel = lazy(async () => ({ default: (await import("./exception-panel.tsx")).ExceptionPanel }));

export function AlertPage() {
  const { t } = useTranslation("queue");
  const me = useMe();
  const { tenant, alert } = useParams({ from: "/inside/alerts/$tenant/$alert" });
  const found = useQuery(alertQuery({ tenant, id: alert }));
  const isProvider = seatOf(me) === "provider";
  useCrumbs([{ text: t(isProvider ? "title" : "alerts"), to: "/queue" }, { text: found.data?.ref ?? alert }]);
  if (found.isPending) return <Loading rows={14} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <Shown page={found.data} />;
}

function Shown({ page }: { readonly page: Page }) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const view = useView();
  const change = useChangeView();
  const client = useQueryClient();
  const triage = useTriage();
  const [form, setForm] = useState<FormName>();
  const tab = TABS.find((name) => name === view["tab"]) ?? (seatOf(me) === "provider" ? "investigation" : "summary");
  const isTriage = may(me, "alert:triage", page.tenant);
  const makeException = may(me, "exception:change", page.tenant) ? () => change({ exception: "new" }) : undefined;
  const judgeAlike = isTriage ? async (): Promise<void> => {
    patchRows(client, [await api.post("/v1/tenants/{tenant}/alerts/{alert}/judge-alike", { path: { tenant: page.tenant, alert: page.id } })]);
    await client.invalidateQueries({ queryKey: ["alert", page.tenant] });
  } : undefined;
  useAlertKeys({ page, triage, openForm: setForm, makeException });
  const Tab = PAGES[tab];
  return (
    <div className={styles.page}>
      <AlertHead page={page} triage={triage} openForm={setForm} makeException={makeException} />
      <Desk form={form} rows={[page]} page={page} triage={triage} close={() => setForm(undefined)} />
      <DoneBar triage={triage} />
      <AlertTabs page={page} chosen={tab} />
      <div className={styles.columns}>
        <div className={styles.main}><Suspense fallback={<Loading />}><Tab key={page.id} page={page} judgeAlike={judgeAlike} /></Suspense></div>
        <aside className={styles.context} aria-label={t("context")}>
          <RulePanel page={page} makeException={makeException} />
          {view["exception"] === "new" && makeException !== undefined && <Suspense fallback={<Loading rows={6} />}><ExceptionPanel key={page.id} page={page} close={() => change({ exception: undefined })} /></Suspense>}
        </aside>
      </div>
    </div>
  );
}
