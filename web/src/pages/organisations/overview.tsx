// What is set for the organisation, feature by feature: what holds by whose word, and what nobody has looked at.
import { IconCircleCheck, IconCircleDashed, IconHourglass } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { useAssetCoverage } from "../../data/coverage.ts";
import { useCmdbSources } from "../../data/cmdb.ts";
import { useConnectors } from "../../data/connectors.ts";
import { may, useMe } from "../../data/me.ts";
import { useOrganisation, useWebhooks } from "../../data/organisations.ts";
import { usePeople } from "../../data/people.ts";
import { useSettings, type Setting } from "../../data/settings.ts";
import { summaryOf } from "./setting-summary.ts";
import styles from "./organisations.module.css";

export function Overview({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const found = useSettings(tenant);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { settings } = found.data;
  const isDefault = (one: Setting): boolean => one.inForce.side === "system";
  const own = settings.filter((one) => !isDefault(one)).length;
  return (
    <>
      <Panel title={t("service")} note={t("setOf", { own, all: settings.length })} isFlush>
        <PlainTable label={t("service")} rows={settings} idOf={({ kind }) => kind} columns={[
          { id: "kind", header: t("feature"), render: ({ kind }) => <Link to="." search={(before) => ({ ...before, tab: "settings", kind })}>{t(`kind.${kind}`)}</Link> },
          { id: "state", header: t("state"), render: (one) => <State setting={one} /> },
          { id: "what", header: t("says"), render: ({ inForce }) => summaryOf(t, inForce) },
          { id: "since", header: t("since"), render: ({ inForce }) => inForce.validFrom !== null && <Time at={inForce.validFrom} /> },
        ]} />
      </Panel>
      <Around tenant={tenant} />
    </>
  );
}

function State({ setting: { inForce, proposal } }: { readonly setting: Setting }) {
  const { t } = useTranslation("organisations");
  if (proposal !== null) return <span className={styles.row}><IconHourglass size={14} aria-hidden />{t(`waitsOn.${proposal.side === "client" ? "provider" : "client"}`)}</span>;
  if (inForce.side === "system") return <span className={`${styles.row} ${styles.muted}`}><IconCircleDashed size={14} aria-hidden />{t("byDefault")}</span>;
  return <span className={styles.row}><IconCircleCheck size={14} aria-hidden />{t("agreedBy", { who: inForce.decision?.by ?? inForce.author })}</span>;
}

/** What stands around the settings: people, connectors, inventory, webhooks, storage. */
function Around({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const people = usePeople(tenant, may(me, "person:read", tenant)).data?.pages[0];
  const connectors = useConnectors(tenant, may(me, "connector:read", tenant)).data?.connectors;
  const sources = useCmdbSources(tenant).data?.sources;
  const coverage = useAssetCoverage(tenant).data;
  const webhooks = useWebhooks(tenant).data?.webhooks.filter(({ removedAt }) => removedAt === null);
  const organisation = useOrganisation(tenant).data;
  const roles = people?.people.flatMap(({ memberships }) => memberships.filter((one) => one.tenant === tenant).map(({ role }) => role)) ?? [];
  const counted = [...new Set(roles)].map((role) => `${roles.filter((one) => one === role).length} ${t(`role.${role}`).toLowerCase()}`).join(", ");
  const rows = [
    ...(people === undefined ? [] : [{ tab: "people", text: people.people.length === 0 ? t("noPeople") : `${t("peopleCount", { count: people.people.length })}${people.next === null ? "" : "+"}: ${counted}` }]),
    ...(connectors === undefined ? [] : [{ tab: "connectors", text: connectors.length === 0 ? t("noConnectors") : connectors.map(({ name, use }) => `${name} (${t(`use.${use}`).toLowerCase()})`).join(", ") }]),
    ...(coverage === undefined ? [] : [{ tab: "inventory", text: `${t("assetCount", { count: coverage.assets })}, ${t("sourceCount", { count: sources?.length ?? 0 })}` }]),
    ...(webhooks === undefined ? [] : [{ tab: "webhooks", text: webhooks.length === 0 ? t("noWebhooks") : webhooks.map(({ name }) => name).join(", ") }]),
    ...(organisation === undefined ? [] : [{ tab: "life", text: t("kept", { count: organisation.retentionDays }) }]),
  ];
  return (
    <Panel title={t("around")} isFlush>
      <PlainTable label={t("around")} rows={rows} idOf={({ tab }) => tab} columns={[
        { id: "tab", header: t("feature"), render: ({ tab }) => <Link to="." search={(before) => ({ ...before, tab })}>{t(`tab.${tab}`)}</Link> },
        { id: "text", header: t("says"), render: ({ text }) => text },
      ]} />
    </Panel>
  );
}
