import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Value } from "../../components/value.tsx";
import { useUnseenAssets } from "../../data/coverage.ts";
import styles from "./coverage.module.css";

/** Machines of the inventory that no log names, or not any more: the most critical first. */
export function UnseenAssets({ tenant, state }: { readonly tenant: string; readonly state: "never" | "quiet" }) {
  const { t } = useTranslation("coverage");
  const found = useUnseenAssets(tenant, state);
  const assets = found.data?.pages.flatMap((page) => page.assets) ?? [];
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (assets.length === 0) return <Empty title={t(`none.${state}`)}>{t(`noneWhy.${state}`)}</Empty>;
  return (
    <Panel title={t(`tab.${state}`)} note={t(`what.${state}`)} isFlush>
      <div className={styles.wide}>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t("asset")}</th><th scope="col">{t("kind")}</th><th scope="col">{t("criticality")}</th><th scope="col">{t("environment")}</th><th scope="col">{t("team")}</th></tr></thead>
          <tbody>{assets.map((one) => <tr key={one.id}><th scope="row"><Value value={one.name} longest={80} /></th><td>{one.kind}</td><td className="number">{one.criticality}</td><td>{one.environment ?? t("notSaid")}</td><td>{one.team ?? t("nobody")}</td></tr>)}</tbody>
        </table>
      </div>
      {found.hasNextPage && <p className={styles.more}><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button></p>}
    </Panel>
  );
}
