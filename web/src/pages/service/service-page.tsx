// The state of the service on one page: what is open and on whom it waits, objectives in both readings, requests by team,
// the inventory against the logs. It prints on one sheet.
import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { useIncidents } from "../../data/incidents.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { useServiceState, type ServiceState } from "../../data/service-state.ts";
import { useWaiting } from "../../data/waiting.ts";
import { AssetsCard } from "./assets-card.tsx";
import { IncidentsCard } from "./incidents-card.tsx";
import { ObjectivesCard } from "./objectives-card.tsx";
import { RequestsCard } from "./requests-card.tsx";
import { WorkCard } from "./work-card.tsx";
import styles from "./service.module.css";

const RANGES = { week: 7, month: 30, quarter: 91 } as const;
type Range = keyof typeof RANGES;
const isRange = (name: string | undefined): name is Range => name !== undefined && Object.hasOwn(RANGES, name);

export function ServicePage() {
  const { t } = useTranslation("service");
  const me = useMe();
  const tenant = useOneTenant();
  const { range } = useView();
  const chosen = isRange(range) ? range : "month";
  useCrumbs([{ text: t("title") }]);
  if (tenant === undefined) return <Empty title={t("noTenant")} />;
  return (
    <>
      <PageHead
        title={t("title")}
        note={nameOf(me, tenant)}
        tabs={<TabLinks label={t("range")} param="range" chosen={chosen} tabs={Object.keys(RANGES).map((name) => ({ name, text: t(`ranges.${name}`) }))} />}
        side={<Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{t("print")}</Button>}
      />
      <State key={tenant} tenant={tenant} days={RANGES[chosen]} />
    </>
  );
}

function State({ tenant, days }: { readonly tenant: string; readonly days: number }) {
  const { t } = useTranslation("service");
  const found = useServiceState(tenant, days);
  if (found.isPending) return <Loading rows={12} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className={styles.body}>
      <p className={styles.sentence}><Sentence tenant={tenant} state={found.data} /> <span className={styles.note}>{t("counted")} <Time at={found.data.at} />, {t("asContract")}</span></p>
      <div className={styles.grid}>
        <IncidentsCard tenant={tenant} state={found.data} />
        <ObjectivesCard state={found.data} />
        <RequestsCard state={found.data} />
        <AssetsCard tenant={tenant} />
        <WorkCard state={found.data} />
      </div>
    </div>
  );
}

/** What somebody should know who reads nothing else. */
function Sentence({ tenant, state }: { readonly tenant: string; readonly state: ServiceState }) {
  const { t } = useTranslation("service");
  const waiting = useWaiting(tenant);
  const open = useIncidents(tenant, { view: "open", order: "worst" });
  const worst = open.data?.pages[0]?.incidents.filter(({ severity }) => severity === "critical").length ?? 0;
  const under = state.objectives.list.filter(({ isUnder }) => isUnder === true).length;
  return (
    <strong>
      {worst > 0 ? t("critical", { count: worst }) : t("openIncidents", { count: state.incidents.open })} {under === 0 ? t("allMet") : t("under", { count: under })} {waiting.data !== undefined && t("waits", { count: waiting.data.client.count })}
    </strong>
  );
}
