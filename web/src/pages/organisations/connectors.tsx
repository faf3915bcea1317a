// Connectors to the client's ticket systems: how each stands in a sentence, what it would do, and what waits.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useConnectors } from "../../data/connectors.ts";
import { may, useMe } from "../../data/me.ts";
import { AddConnector } from "./connector-add.tsx";
import { ConnectorCard } from "./connector-card.tsx";
import styles from "./organisations.module.css";

export function Connectors({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const found = useConnectors(tenant);
  const [isAdding, setAdding] = useState(false);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const add = may(me, "connector:change", tenant) && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>{t("connector.add")}</Button>;
  const { connectors } = found.data;
  return (
    <div className={styles.stack}>
      {connectors.length === 0 ? <Empty title={t("noConnectors")} action={add}>{t("noConnectorsWhy")}</Empty> : <div>{add}</div>}
      {connectors.map((one) => <ConnectorCard key={one.id} tenant={tenant} connector={one} />)}
      {isAdding && <AddConnector tenant={tenant} close={() => setAdding(false)} />}
    </div>
  );
}
