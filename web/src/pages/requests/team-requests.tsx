// What one's team has to do, what the SOC checks, what is done: due first, without jargon.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { TabLinks } from "../../components/page.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useRequests } from "../../data/requests.ts";
import { useView } from "../../data/search.ts";
import { RequestCard } from "./request-card.tsx";
import styles from "./requests.module.css";

const VIEWS = ["to-do", "checking", "done"] as const;

export function TeamRequests({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("requests");
  const { tab } = useView();
  const view = VIEWS.find((one) => one === tab) ?? "to-do";
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRequests(tenant, { view });
  const counts = data?.pages[0]?.counts;
  const rows = data?.pages.flatMap((page) => page.requests) ?? [];
  return (
    <div className={styles.team}>
      <h1>{counts === undefined ? t("title") : t("team.title", { count: counts.toDo })}</h1>
      <div className={styles.segments}><TabLinks label={t("views")} chosen={view} tabs={VIEWS.map((name) => ({ name, text: t(`team.view.${name}`), count: counts === undefined || name === "done" ? undefined : name === "to-do" ? counts.toDo : counts.checking }))} /></div>
      {isPending && <Loading />}
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data !== undefined && rows.length === 0 && <Empty title={t(`team.empty.${view}`)}>{t("team.emptyWhy")}</Empty>}
      <ul className={styles.cards}>{rows.map((row) => <li key={row.id}><RequestCard tenant={tenant} row={row} /></li>)}</ul>
      {hasNextPage && <Button size="md" fullWidth loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t("more")}</Button>}
    </div>
  );
}
