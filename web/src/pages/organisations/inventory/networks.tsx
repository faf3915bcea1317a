import { useTranslation } from "react-i18next";
import { Panel } from "../../../components/panel.tsx";
import { PlainTable } from "../../../components/plain-table.tsx";
import { Empty, Failed, Loading } from "../../../components/states.tsx";
import { useNetworks } from "../../../data/cmdb.ts";

/** What an address belongs to. */
export function Networks({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const found = useNetworks(tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <Panel title={t("part.networks")} isFlush>
      {found.data.networks.length === 0 ? <Empty title={t("network.none")}>{t("network.noneWhy")}</Empty> : <PlainTable label={t("part.networks")} rows={found.data.networks} idOf={({ id }) => id} columns={[
        { id: "cidr", header: t("network.cidr"), render: ({ cidr }) => <code>{cidr}</code> },
        { id: "meaning", header: t("network.meaning"), render: ({ meaning }) => meaning },
        { id: "zone", header: t("network.zone"), render: ({ zone }) => zone },
        { id: "where", header: t("network.where"), render: ({ isInternal }) => t(isInternal ? "network.inside" : "network.outside") },
        { id: "source", header: t("source"), render: ({ source }) => source },
      ]} />}
    </Panel>
  );
}
