// Assets, found by name, address, serial or tag.
import { useState } from "react";
import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Panel } from "../../../components/panel.tsx";
import { PlainTable } from "../../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../../components/states.tsx";
import { Age } from "../../../components/time.tsx";
import { useAssets } from "../../../data/cmdb.ts";
import { useChangeView, useView } from "../../../data/search.ts";
import styles from "../organisations.module.css";

export function Assets({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const { text = "" } = useView();
  const change = useChangeView();
  const [written, setWritten] = useState(text);
  const found = useAssets(tenant, text);
  const assets = found.data?.pages.flatMap((page) => page.assets) ?? [];
  return (
    <Panel title={t("part.assets")} isFlush side={
      <form role="search" className={styles.row} onSubmit={(event) => { event.preventDefault(); change({ text: written.trim() || undefined }, { replace: true }); }}>
        <TextInput aria-label={t("asset.search")} placeholder={t("asset.search")} leftSection={<IconSearch size={14} aria-hidden />} value={written} onChange={(event) => setWritten(event.currentTarget.value)} />
        <Button type="submit">{t("asset.find")}</Button>
      </form>
    }>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && assets.length === 0 && <Empty title={t(text === "" ? "asset.none" : "asset.noneFound")}>{t("asset.noneWhy")}</Empty>}
      {assets.length > 0 && <PlainTable label={t("part.assets")} rows={assets} idOf={({ id }) => id} columns={[
        { id: "name", header: t("name"), render: ({ name, names }) => <>{name}{names.length > 1 && <span className={styles.muted}> · {names.filter((one) => one !== name).slice(0, 3).join(", ")}</span>}</> },
        { id: "kind", header: t("asset.kind"), render: ({ kind, os }) => `${t(`assetKind.${kind}`, { defaultValue: kind })}${os === null ? "" : `, ${os}`}` },
        { id: "criticality", header: t("asset.criticality"), align: "right", render: ({ criticality }) => criticality },
        { id: "address", header: t("asset.addresses"), render: ({ addresses }) => addresses.slice(0, 3).map(({ ip }) => ip).join(", ") },
        { id: "team", header: t("asset.team"), render: ({ team, contact }) => team ?? contact ?? t("asset.nobody") },
        { id: "environment", header: t("asset.environment"), render: ({ environment }) => environment !== null && t(`environment.${environment}`, { defaultValue: environment }) },
        { id: "age", header: t("asset.changed"), align: "right", render: ({ changedAt, staleSince }) => <><Age at={changedAt} />{staleSince !== null && <span className={styles.problem}> · {t("asset.stale")}</span>}</> },
      ]} />}
      {found.hasNextPage && <div className={styles.row} style={{ padding: "8px 16px" }}><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button></div>}
    </Panel>
  );
}
