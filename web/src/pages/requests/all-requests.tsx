// Requests of one organisation or of all, what is due first at the top; by whose turn it is and by team.
import { Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../components/data-table.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useRequestsOf, type RequestQuery, type RowOfTenant } from "../../data/requests.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { useKeys } from "../../keys/index.tsx";
import { RequestCard } from "./request-card.tsx";
import { useColumns } from "./columns.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./requests.module.css";

const VIEWS = ["open", "to-do", "checking", "done", "all"] as const;
const TURNS = ["soc", "team", "approver"] as const;

export function AllRequests({ tenants }: { readonly tenants: readonly string[] }) {
  const { t } = useTranslation("requests");
  const { tab, turn } = useView();
  const change = useChangeView();
  const view = VIEWS.find((one) => one === tab) ?? "open";
  const chosen = TURNS.find((one) => one === turn);
  const query: RequestQuery = { view, ...(chosen === undefined ? {} : { turn: chosen }) };
  const { rows, counts, error, isPending, hasMore, retry } = useRequestsOf(tenants, query);
  const numbers: Readonly<Record<string, number | undefined>> = isPending ? {} : { "to-do": counts.toDo, checking: counts.checking };
  return (
    <div className={styles.page}>
      <PageHead
        title={t("title")}
        tabs={<TabLinks label={t("views")} chosen={view} tabs={VIEWS.map((name) => ({ name, text: t(`view.${name}`), count: numbers[name] }))} />}
        side={<Select aria-label={t("turn.label")} value={chosen ?? "all"} onChange={(next) => change({ turn: next === "all" ? undefined : next ?? undefined })} allowDeselect={false} data={["all", ...TURNS].map((value) => ({ value, label: t(`turn.${value}`) }))} />}
      />
      <div className={styles.body}>
        {error !== null && <Failed error={error} retry={retry} />}
        {isPending ? <Loading /> : rows.length === 0 && error === null ? <Empty title={t(`empty.${view}`)}>{t("empty.why")}</Empty> : <Rows rows={rows} isOneOrg={tenants.length === 1} />}
      </div>
      {hasMore && <p className={styles.note}>{t("first")}</p>}
    </div>
  );
}

function Rows({ rows, isOneOrg }: { readonly rows: readonly RowOfTenant[]; readonly isOneOrg: boolean }) {
  const { t } = useTranslation("requests");
  const { at } = useView();
  const change = useChangeView();
  const navigate = useNavigate();
  const isPhone = useAtMost(760);
  const isNarrow = useAtMost(1100);
  const columns = useColumns({ isOneOrg, isNarrow });
  const here = rows.findIndex((row) => row.id === at);
  const go = (step: number): void => { const row = rows[Math.min(rows.length - 1, Math.max(0, here + step))]; if (row !== undefined) change({ at: row.id }, { replace: true }); };
  const open = (row: RowOfTenant): void => void navigate({ to: "/requests/$tenant/$request", params: { tenant: row.tenant, request: row.ref }, search: ({ org }) => ({ org }) });
  useKeys([
    { key: "j", label: t("keys.down"), run: () => go(1) },
    { key: "k", label: t("keys.up"), run: () => go(-1) },
    { key: "enter", label: t("keys.open"), run: () => { const row = rows[Math.max(0, here)]; if (row !== undefined) open(row); } },
  ]);
  if (isPhone) return <ul className={styles.cards}>{rows.map((row) => <li key={row.id}><RequestCard tenant={row.tenant} row={row} isOrgShown={!isOneOrg} /></li>)}</ul>;
  return <DataTable label={t("title")} columns={columns} rows={rows} idOf={(row) => row.id} cursor={at} onRow={open} />;
}
