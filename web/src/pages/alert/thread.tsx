// What both sides say of it. The provider begins internal; the client writes where it was asked.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Composer } from "../../components/thread/composer.tsx";
import { Entries } from "../../components/thread/entries.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { alertThreadQuery } from "../../data/alerts.ts";
import { api } from "../../data/client.ts";
import { may, nameOf, useMe } from "../../data/me.ts";
import { useReaders } from "../../data/readers.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./alert.module.css";

export function Thread({ page }: Pick<TabProps, "page">) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const client = useQueryClient();
  const { tenant, id } = page;
  const found = useQuery(alertThreadQuery(page));
  const readers = useReaders(tenant);
  const path = { tenant, alert: id };
  const kept = async (sending: Promise<unknown>): Promise<void> => {
    await sending;
    await client.invalidateQueries({ queryKey: ["alert", tenant] });
  };
  const name = nameOf(me, tenant);
  return (
    <section className={`${styles.section} ${styles.thread}`}>
      {found.isPending && <Loading rows={6} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && <Entries entries={found.data.entries.map((entry) => (entry.from === null ? entry : { ...entry, text: `${entry.from}: ${entry.text}` }))} label={t("tab.thread")} empty={t("thread.empty")} />}
      {may(me, "alert:triage", tenant) && <Composer label={t("thread.write")} begins="internal" choices={{ internal: t("thread.internal"), shared: readers === undefined ? t("thread.shared", { name }) : t("thread.sharedWith", { name, count: readers }) }} send={(text, visibility) => kept(api.post("/v1/tenants/{tenant}/alerts/{alert}/comment", { path, body: { text, visibility } }))} />}
      {me.side === "client" && may(me, "alert:qualify", tenant) && (page.status === "escalated" || page.status === "waiting_client") && <Composer label={t("thread.toProvider")} readers={t("thread.both")} send={(text) => kept(api.post("/v1/tenants/{tenant}/alerts/{alert}/remarks", { path, body: { text } }))} />}
    </section>
  );
}
