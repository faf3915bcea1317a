// The inventory against the logs: which machines log, which are silent, and who logs that nobody has entered.
import { Progress } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageBody, PageHead, TabLinks } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useAssetCoverage } from "../../data/coverage.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { numberText, shareText } from "../../format/time.ts";
import { UnknownHosts } from "./unknown-hosts.tsx";
import { UnseenAssets } from "./unseen-assets.tsx";
import styles from "./coverage.module.css";

const TABS = ["never", "quiet", "unknown"] as const;

export function CoveragePage() {
  const { t } = useTranslation("coverage");
  const me = useMe();
  const tenant = useOneTenant();
  const { tab } = useView();
  const chosen = TABS.find((one) => one === tab) ?? "never";
  useCrumbs([{ text: t("title") }]);
  if (tenant === undefined) return <Empty title={t("noTenant")} />;
  return (
    <>
      <PageHead title={t("title")} note={t("of", { name: nameOf(me, tenant) })} />
      <PageBody>
        <Sum tenant={tenant} />
        <TabLinks label={t("title")} chosen={chosen} tabs={TABS.map((name) => ({ name, text: t(`tab.${name}`) }))} />
        {chosen === "unknown" ? <UnknownHosts key={tenant} tenant={tenant} /> : <UnseenAssets key={`${tenant} ${chosen}`} tenant={tenant} state={chosen} />}
      </PageBody>
    </>
  );
}

// Below so many a share says nothing: one machine more would change it.
const ENOUGH = 20;

function Sum({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("coverage");
  const found = useAssetCoverage(tenant);
  if (found.isPending) return <Loading rows={3} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { assets, seen, never, quiet, unknownHosts, sources, complete } = found.data;
  if (assets === 0) return <Empty title={t("noAssets")} action={<Link to="/organisations/$tenant" params={{ tenant }} search={({ org }) => ({ org, tab: "cmdb" })}>{t("toCmdb")}</Link>}>{t("noAssetsWhy")}</Empty>;
  return (
    <div className={styles.sum}>
      <Panel title={t("seen")} note={t("window")}>
        <p className={styles.figure}>{numberText(seen)} <span>{t("ofAssets", { count: assets, number: numberText(assets) })}{assets >= ENOUGH && ` · ${shareText(seen / assets)}`}</span></p>
        <Progress.Root size={10} aria-label={t("seen")}>
          <Progress.Section value={(100 * (seen - quiet)) / assets} color="var(--v-ok-fill)" aria-label={t("talking")} />
          <Progress.Section value={(100 * quiet) / assets} color="var(--v-medium-fill)" aria-label={t("tab.quiet")} />
        </Progress.Root>
        <p className={styles.note}>{t("adds", { seen: numberText(seen), never: numberText(never), assets: numberText(assets), quiet: numberText(quiet) })}{!complete && ` ${t("partial")}`}</p>
      </Panel>
      <Panel title={t("bySource")} note={t("unknownSum", { count: unknownHosts, number: numberText(unknownHosts) })} isFlush>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t("source")}</th><th scope="col">{t("hosts")}</th><th scope="col">{t("assets")}</th><th scope="col">{t("unknown")}</th></tr></thead>
          <tbody>{sources.map((one) => <tr key={one.source}><th scope="row">{one.source}</th><td className="number">{numberText(one.hosts)}</td><td className="number">{numberText(one.assets)}</td><td className="number">{one.unknownHosts === 0 ? "—" : <Link to="." search={(before) => ({ ...before, tab: "unknown", source: one.source })}>{numberText(one.unknownHosts)}</Link>}</td></tr>)}</tbody>
        </table>
      </Panel>
    </div>
  );
}
