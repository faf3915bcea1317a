// Rows on a wide screen, cards on a phone; the cursor moves by j and k, Enter opens.
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Due } from "../../components/due.tsx";
import { isOurs } from "../../components/own-severity.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import type { IncidentRow, useIncidents } from "../../data/incidents.ts";
import { useScope } from "../../data/scope.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { useKeys } from "../../keys/index.tsx";
import { useColumns } from "./columns.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./incidents.module.css";

type Props = { readonly list: ReturnType<typeof useIncidents>; readonly view: string; readonly isSearch: boolean };

export function IncidentList({ list, view, isSearch }: Props) {
  const { t } = useTranslation("incidents");
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const isPhone = useAtMost(640);
  const rows = data?.pages.flatMap((page) => page.incidents) ?? [];
  const more = (): void => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); };
  if (isPending) return <Loading />;
  return (
    <div className={styles.body}>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {rows.length === 0 && error === null && <Empty title={t(isSearch ? "empty.search" : `empty.${view}`)}>{t("empty.why")}</Empty>}
      {rows.length > 0 && (isPhone ? <Cards rows={rows} more={hasNextPage ? more : undefined} /> : <Rows rows={rows} more={more} />)}
    </div>
  );
}

function Rows({ rows, more }: { readonly rows: readonly IncidentRow[]; readonly more: () => void }) {
  const { t } = useTranslation("incidents");
  const { at } = useView();
  const change = useChangeView();
  const navigate = useNavigate();
  const scope = useScope();
  const isNarrow = useAtMost(1100);
  const here = rows.findIndex((row) => row.id === at);
  const go = (step: number): void => { const row = rows[Math.min(rows.length - 1, Math.max(0, here + step))]; if (row !== undefined) change({ at: row.id }, { replace: true }); };
  const open = (row: IncidentRow): void => void navigate({ to: "/incidents/$tenant/$incident", params: { tenant: row.tenant, incident: row.ref }, search: ({ org }) => ({ org }) });
  useKeys([
    { key: "j", label: t("keys.down"), run: () => go(1) },
    { key: "k", label: t("keys.up"), run: () => go(-1) },
    { key: "enter", label: t("keys.open"), run: () => { const row = rows[Math.max(0, here)]; if (row !== undefined) open(row); } },
  ]);
  const columns = useColumns({ isOneOrg: scope !== undefined, isNarrow });
  return <DataTable label={t("title")} columns={columns} rows={rows} idOf={(row) => row.id} cursor={at} isStrong={(row) => row.owners.provider === null && row.stage !== "closed"} onRow={open} onEnd={more} />;
}

const Cards = ({ rows, more }: { readonly rows: readonly IncidentRow[]; readonly more: (() => void) | undefined }) => {
  const { t } = useTranslation("incidents");
  return (
    <ul className={styles.cards}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link className={styles.card} to="/incidents/$tenant/$incident" params={{ tenant: row.tenant, incident: row.ref }} search={({ org }) => ({ org })}>
            <span className={styles.line}>{isOurs(row.severity) ? <SeverityShape severity={row.severity} /> : row.severity}<OrgBadge tenant={row.tenant} /><code>{row.ref}</code>{row.due !== null && <span className={styles.right}><Due dueAt={row.due.at} startedAt={row.openedAt} /></span>}</span>
            <strong>{row.title}</strong>
            <span className={styles.muted}>{t(`stage.${row.stage}`)}{row.turn !== null && <> · {t("turn", { who: row.turn.side === "client" ? t("client") : row.turn.who })}</>}</span>
          </Link>
        </li>
      ))}
      {more !== undefined && <li><button type="button" className={styles.more} onClick={more}>{t("more")}</button></li>}
    </ul>
  );
};
