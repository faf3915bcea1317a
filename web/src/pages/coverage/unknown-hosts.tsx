import { Button, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Value } from "../../components/value.tsx";
import { useAssetCoverage, useUnknownHosts } from "../../data/coverage.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { numberText } from "../../format/time.ts";
import styles from "./coverage.module.css";

/** Hosts that log and that nobody has entered into the inventory, with the source to ask about. */
export function UnknownHosts({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("coverage");
  const { source } = useView();
  const change = useChangeView();
  const sources = useAssetCoverage(tenant).data?.sources.filter(({ unknownHosts }) => unknownHosts > 0) ?? [];
  const found = useUnknownHosts(tenant, source);
  const hosts = found.data?.pages.flatMap((page) => page.hosts) ?? [];
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <Panel title={t("tab.unknown")} note={t("what.unknown")} side={<Select aria-label={t("source")} placeholder={t("allSources")} value={source ?? null} onChange={(value) => change({ source: value ?? undefined })} clearable data={sources.map((one) => one.source)} />} isFlush>
      {hosts.length === 0 ? <Empty title={t("none.unknown")}>{t("noneWhy.unknown")}</Empty> : (
        <div className={styles.wide}>
          <table className={styles.table}>
            <thead><tr><th scope="col">{t("host")}</th><th scope="col">{t("events")}</th><th scope="col">{t("sources")}</th></tr></thead>
            <tbody>{hosts.map(({ host, events, sources: of, isRecent }) => <tr key={host}><th scope="row"><Link to="/hunt" search={{ org: tenant, query: `host.name: ${JSON.stringify(host)}` }}><Value value={host} longest={80} /></Link>{!isRecent && <span className={styles.note}> {t("notRecent")}</span>}</th><td className="number">{numberText(events)}</td><td>{of.map((one) => one.source).join(", ")}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      {found.hasNextPage && <p className={styles.more}><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button></p>}
    </Panel>
  );
}
