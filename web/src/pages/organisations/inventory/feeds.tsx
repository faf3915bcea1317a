// Where the inventory comes from: systems that are read, and files that somebody gave.
import { useTranslation } from "react-i18next";
import { Panel } from "../../../components/panel.tsx";
import { PlainTable } from "../../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../../components/states.tsx";
import { Age, Time } from "../../../components/time.tsx";
import { useCmdbSources, useImports } from "../../../data/cmdb.ts";
import styles from "../organisations.module.css";

export function Feeds({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const sources = useCmdbSources(tenant);
  const imports = useImports(tenant);
  return (
    <>
      <Panel title={t("feed.sources")} isFlush>
        {sources.isPending && <Loading rows={3} />}
        {sources.isError && <Failed error={sources.error} retry={() => void sources.refetch()} />}
        {sources.isSuccess && (sources.data.sources.length === 0 ? <Empty title={t("feed.noSources")}>{t("feed.noSourcesWhy")}</Empty> : <PlainTable label={t("feed.sources")} rows={sources.data.sources} idOf={({ id }) => id} columns={[
          { id: "name", header: t("name"), render: ({ name, kind }) => `${name} (${kind})` },
          { id: "state", header: t("state"), render: ({ state, problem }) => <>{t(`feedState.${state}`)}{problem !== null && <span className={styles.problem}> · {problem.words} {problem.todo}</span>}</> },
          { id: "read", header: t("feed.read"), render: ({ readAt }) => (readAt === null ? t("never") : <Age at={readAt} />) },
          { id: "next", header: t("feed.next"), render: ({ nextReadAt }) => nextReadAt !== null && <Time at={nextReadAt} /> },
          { id: "holds", header: t("feed.holds"), align: "right", render: ({ holds }) => t("feed.holdsSum", { assets: holds.assets, stale: holds.staleAssets }) },
        ]} />)}
      </Panel>
      <Panel title={t("feed.imports")} isFlush>
        {imports.isPending && <Loading rows={3} />}
        {imports.isError && <Failed error={imports.error} retry={() => void imports.refetch()} />}
        {imports.isSuccess && (imports.data.imports.length === 0 ? <Empty title={t("feed.noImports")}>{t("feed.noImportsWhy")}</Empty> : <PlainTable label={t("feed.imports")} rows={imports.data.imports} idOf={({ id }) => id} columns={[
          { id: "file", header: t("feed.file"), render: ({ fileName }) => fileName },
          { id: "source", header: t("source"), render: ({ source }) => source },
          { id: "state", header: t("state"), render: ({ state, refusal }) => <>{t(`importState.${state}`)}{refusal !== null && <span className={styles.problem}> · {refusal}</span>}</> },
          { id: "counts", header: t("feed.counts"), render: ({ counts }) => t("feed.sum", { rows: counts.rows, added: counts.added, changed: counts.changed, unchanged: counts.unchanged, refused: counts.refused }) },
          { id: "by", header: t("author"), render: ({ askedBy, askedAt }) => <>{askedBy}, <Time at={askedAt} /></> },
        ]} />)}
      </Panel>
    </>
  );
}
