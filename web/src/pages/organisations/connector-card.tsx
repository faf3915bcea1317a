// One connector: what it says of itself, its probe and test, its use, its queues and words, the writes that wait.
import { useState } from "react";
import { Select, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { ActButton, Facts } from "../../components/fields.tsx";
import { Panel } from "../../components/panel.tsx";
import { Age, Time } from "../../components/time.tsx";
import { useConnectorAct, useProbe, useTestConnector, type Connector, type ConnectorAct } from "../../data/connectors.ts";
import { may, useMe } from "../../data/me.ts";
import { ConnectorMapping } from "./connector-mapping.tsx";
import { ConnectorWrites } from "./connector-writes.tsx";
import styles from "./organisations.module.css";

export function ConnectorCard({ tenant, connector }: { readonly tenant: string; readonly connector: Connector }) {
  const { t } = useTranslation("organisations");
  const [isMapping, setMapping] = useState(false);
  const { name, product, url, use, status, settings } = connector;
  const { writes, tickets, problem, stopped } = status;
  return (
    <Panel title={name} note={`${product}, ${t(`use.${use}`).toLowerCase()}`}>
      <div className={styles.stack}>
        <p>{status.words}</p>
        {stopped !== null && <p className={styles.problem}>{t("connector.stopped", { who: stopped.by })} <Time at={stopped.at} />: {stopped.reason}</p>}
        {problem !== null && <p className={styles.problem}>{problem.words} {problem.todo} (<Age at={problem.at} />)</p>}
        <Facts facts={[
          [t("connector.url"), <code key="url">{url}</code>],
          [t("connector.lastSuccess"), status.lastSuccessAt === null ? t("never") : <Age key="last" at={status.lastSuccessAt} />],
          [t("connector.tickets"), t("connector.ticketsSum", tickets)],
          [t("connector.writes"), t("connector.writesSum", writes)],
          [t("connector.queues"), Object.keys(settings.teams).length === 0 ? (settings.queue ?? t("connector.noQueues")) : Object.entries(settings.teams).map(([team, queue]) => `${team} → ${queue}`).join(", ")],
        ]} />
        <Probe connector={connector} />
        <Verbs tenant={tenant} connector={connector} />
        <UnstyledButton className={styles.kind} aria-expanded={isMapping} onClick={() => setMapping((was) => !was)}>{t(isMapping ? "connector.hideMapping" : "connector.mapping")}</UnstyledButton>
        {isMapping && <ConnectorMapping tenant={tenant} connector={connector} />}
        <ConnectorWrites tenant={tenant} connector={connector.id} />
      </div>
    </Panel>
  );
}

function Probe({ connector: { probe } }: { readonly connector: Connector }) {
  const { t } = useTranslation("organisations");
  if (probe === null) return <p className={styles.muted}>{t("connector.notProbed")}</p>;
  return (
    <div>
      <p>{t(probe.ok ? "connector.probeGood" : "connector.probeBad")} (<Age at={probe.at} />){probe.version !== null && ` · ${probe.version}`}{probe.account !== null && ` · ${probe.account}`}</p>
      <ul className={styles.plain}>{probe.checks.map((check) => <li key={check.name} className={check.ok ? styles.good : styles.problem}>{check.ok ? "✓" : "✗"} {check.words}</li>)}</ul>
    </div>
  );
}

function Verbs({ tenant, connector }: { readonly tenant: string; readonly connector: Connector }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const probe = useProbe(tenant, connector.id);
  const act = useConnectorAct(tenant, connector.id);
  const mayChange = may(me, "connector:change", tenant);
  const isStopped = connector.status.stopped !== null;
  const verbs: readonly ConnectorAct["verb"][] = [
    ...(mayChange ? (["on", "dry-run", "off"] as const).filter((use) => use !== connector.use) : []),
    ...(isStopped && mayChange ? ["start"] as const : []),
    ...(!isStopped && may(me, "automation:stop", tenant) ? ["stop"] as const : []),
    ...(mayChange ? ["remove"] as const : []),
  ];
  return (
    <div className={styles.row}>
      {mayChange && <ActButton label={t("connector.probe")} run={() => probe.mutateAsync()} isFilled={connector.probe === null} />}
      {mayChange && <Test tenant={tenant} connector={connector} />}
      {verbs.map((verb) => <AskReason key={verb} label={t(`connectorVerb.${verb}`)} verb={t(`connectorVerb.${verb}`)} what={<p>{t(`connectorWhy.${verb}`)}</p>} run={(reason) => act.mutateAsync({ verb, reason })} />)}
    </div>
  );
}

/** Makes a ticket that says that there is nothing to do, ends it, and tells each step. */
function Test({ tenant, connector }: { readonly tenant: string; readonly connector: Connector }) {
  const { t } = useTranslation("organisations");
  const test = useTestConnector(tenant, connector.id);
  const queues = [...new Set([...Object.values(connector.settings.teams), ...(connector.settings.queue === null ? [] : [connector.settings.queue])])];
  const [queue, setQueue] = useState<string | null>(queues[0] ?? null);
  if (queues.length === 0) return null;
  return (
    <>
      {queues.length > 1 && <Select aria-label={t("connector.queue")} data={queues} value={queue} onChange={setQueue} allowDeselect={false} size="xs" />}
      <ActButton label={t("connector.test")} run={() => test.mutateAsync(queue ?? queues[0]!)} />
      {test.data !== undefined && <ul className={styles.plain}>{test.data.steps.map((step) => <li key={step.name} className={step.ok ? styles.good : styles.problem}>{step.ok ? "✓" : "✗"} {step.words}</li>)}</ul>}
    </>
  );
}
