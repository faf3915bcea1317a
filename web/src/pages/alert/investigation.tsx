// What was around it: lanes of the entities, the processes, the events.
import { Suspense, lazy, useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../components/states.tsx";
import { alertEventsQuery } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import type { TabProps } from "./tab-props.ts";
import { Events } from "./events.tsx";
import { entitiesOf } from "./lanes.ts";
import { Sentence } from "../../components/alert/sentence.tsx";
import styles from "./alert.module.css";

const Timeline = lazy(async () => ({ default: (await import("./timeline.tsx")).Timeline }));
const AlertProcesses = lazy(async () => ({ default: (await import("./processes.tsx")).AlertProcesses }));

export function Investigation({ page }: TabProps) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const found = useQuery(alertEventsQuery(page));
  const entities = useMemo(() => entitiesOf(found.data?.events.map(({ event }) => event) ?? [], page.entity), [found.data, page.entity]);
  const isSearching = may(me, "event:search", page.tenant);
  return (
    <>
      <section className={styles.section}><Sentence sentence={page.sentence} /></section>
      {found.isPending && <Loading rows={6} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {isSearching && found.isSuccess && entities.length > 0 && <Suspense fallback={<Loading rows={5} />}><Timeline page={page} entities={entities} own={found.data.events.map(({ id }) => id)} /></Suspense>}
      {isSearching && found.isSuccess && found.data.events.length > 0 && <Suspense fallback={<Loading rows={5} />}><AlertProcesses page={page} events={found.data.events} /></Suspense>}
      {!isSearching && <section className={styles.section}><p className={styles.muted}>{t("timeline.notYours")}</p></section>}
      <Events page={page} />
    </>
  );
}
