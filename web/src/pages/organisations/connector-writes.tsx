// What is to be written into the other system: what waits, what was refused, and what somebody says of it.
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useConnectorWrites, useWriteAct, type ConnectorWrite } from "../../data/connectors.ts";
import { may, useMe } from "../../data/me.ts";
import styles from "./organisations.module.css";

const SETTLED: ReadonlySet<string> = new Set(["confirmed"]);

export function ConnectorWrites({ tenant, connector }: { readonly tenant: string; readonly connector: string }) {
  const { t } = useTranslation("organisations");
  const mayAct = may(useMe(), "request:send", tenant);
  const found = useConnectorWrites(tenant, connector);
  const act = useWriteAct(tenant, connector);
  if (found.isPending) return <Loading rows={2} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { writes } = found.data;
  const isWaiting = ({ state }: ConnectorWrite): boolean => !SETTLED.has(state);
  if (writes.length === 0) return <p className={styles.muted}>{t("write.none")}</p>;
  return (
    <PlainTable label={t("connector.writes")} rows={writes.toSorted((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)))} idOf={({ id }) => String(id)} columns={[
      { id: "what", header: t("write.what"), render: ({ kind, request, ticketKey }) => <>{kind} · {request}{ticketKey !== "" && <> · <Value value={ticketKey} /></>}</> },
      { id: "state", header: t("state"), render: ({ state, words, todo }) => <>{t(`writeState.${state}`, { defaultValue: state })}{words !== null && <>: <Value value={words} /></>}{todo !== null && <> {todo}</>}</> },
      { id: "at", header: t("write.at"), render: ({ madeAt, attempt }) => <><Time at={madeAt} />{attempt > 1 && ` · ${t("write.attempts", { count: attempt })}`}</> },
      ...(mayAct ? [{ id: "verb", header: t("verbs"), align: "right" as const, render: ({ id, state }: ConnectorWrite) => (state === "refused" || state === "dropped" || state === "unknown") && <span className={styles.row}><AskReason label={t("write.again")} verb={t("write.again")} run={(reason) => act.mutateAsync({ write: id, verb: "again", reason })} />{state !== "dropped" && <AskReason label={t("write.drop")} verb={t("write.drop")} run={(reason) => act.mutateAsync({ write: id, verb: "drop", reason })} />}</span> }] : []),
    ]} />
  );
}
