// How each source is, the worst first: four figures of which one is a sum, the table, and one source beside it.
import { useTranslation } from "react-i18next";
import { DataTable } from "../../components/data-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useMe } from "../../data/me.ts";
import { useChangeView, useView } from "../../data/search.ts";
import type { SourceHealthRow, useSourceHealth } from "../../data/sources.ts";
import { useKeys } from "../../keys/index.tsx";
import { Figures } from "./figures.tsx";
import { SourceCards } from "./source-cards.tsx";
import { useSourceColumns } from "./source-columns.tsx";
import { SourceFlyout } from "./source-flyout.tsx";
import { seesUnclaimed } from "./sees-unclaimed.ts";
import { UnclaimedBlock } from "./unclaimed.tsx";
import styles from "./sources.module.css";

const ROW_PX = 48;
const idOf = ({ tenant, source }: SourceHealthRow): string => `${tenant}/${source}`;

type Props = { readonly scope: string | undefined; readonly found: ReturnType<typeof useSourceHealth> };

export function HealthTab({ scope, found }: Props) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const { source } = useView();
  const change = useChangeView();
  const rows = found.data?.sources ?? [];
  const at = rows.findIndex((row) => idOf(row) === source);
  const chosen = rows[at];
  const isBeside = chosen !== undefined;
  const columns = useSourceColumns({ isAll: scope === undefined && me.organisations.length > 1, isBeside });
  const show = (row: SourceHealthRow | undefined, replace = false): void => change({ source: row === undefined ? undefined : idOf(row) }, { replace });
  const move = (by: number): void => show(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))], true);
  const group = t("title");
  useKeys([
    { key: "j", label: t("keys.next"), group, run: () => move(1) },
    { key: "k", label: t("keys.before"), group, run: () => move(-1) },
    ...(isBeside ? [{ key: "escape", label: t("keys.close"), group, run: () => show(undefined) }] : []),
  ]);
  if (found.isPending) return <Loading rows={12} />;
  return (
    <div className={styles.beside} data-open={isBeside}>
      <div className={styles.left}>
        {found.isError && <Failed error={found.error} retry={() => void found.refetch()} {...(rows.length > 0 ? { stillWorks: t("stillOld") } : {})} />}
        {found.data !== undefined && <Figures health={found.data} />}
        {found.isSuccess && rows.length === 0 && <Empty title={t("none")}>{t("noneWhy")}</Empty>}
        {rows.length > 0 && <div className={styles.table}><DataTable label={t("tab.health")} columns={columns} rows={rows} rowHeight={ROW_PX} idOf={idOf} cursor={isBeside ? idOf(chosen) : undefined} onRow={(row) => show(row)} /></div>}
        {rows.length > 0 && <SourceCards rows={rows} show={show} />}
        {seesUnclaimed(me) && <UnclaimedBlock />}
      </div>
      {isBeside && <SourceFlyout key={idOf(chosen)} tenant={chosen.tenant} source={chosen.source} close={() => show(undefined)} />}
    </div>
  );
}
