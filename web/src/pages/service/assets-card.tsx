import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { useAssetCoverage } from "../../data/coverage.ts";
import { numberText } from "../../format/time.ts";
import styles from "./service.module.css";

/** The foundations beside detection: what logs, and what is silent. */
export function AssetsCard({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("service");
  const found = useAssetCoverage(tenant);
  return (
    <Panel title={t("coverage")} note={t("coverageNote")} side={<Link to="/coverage" search={{ org: tenant }}>{t("see")}</Link>}>
      {found.isPending && <Loading rows={3} />}
      {found.isError && <Failed error={found.error} />}
      {found.data !== undefined && (found.data.assets === 0 ? <p className={styles.muted}>{t("noInventory")}</p> : (
        <>
          <Line words={t("exists")} n={found.data.assets} of={found.data.assets} />
          <Line words={t("seen")} n={found.data.seen} of={found.data.assets} />
          <Line words={t("talking")} n={found.data.seen - found.data.quiet} of={found.data.assets} />
          {found.data.never > 0 && <p className={styles.gap}>{t("gap", { count: found.data.never, number: numberText(found.data.never) })}</p>}
        </>
      ))}
    </Panel>
  );
}

const Line = ({ words, n, of }: { readonly words: string; readonly n: number; readonly of: number }) => (
  <div className={styles.line}><p><strong className="number">{numberText(n)}</strong> {words}</p><div className={styles.track} aria-hidden><span style={{ inlineSize: `${(100 * n) / of}%` }} /></div></div>
);
