// What happened and what was said, with the composer below: its switch says how many will read.
import { useEffect, useRef } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconLock, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Composer } from "../../components/thread/composer.tsx";
import { Entries } from "../../components/thread/entries.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { useIncidentThread, useSay, type Incident } from "../../data/incidents.ts";
import { may, nameOf, useMe } from "../../data/me.ts";
import { useReaders } from "../../data/readers.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { useKeys } from "../../keys/index.tsx";
import styles from "./incident.module.css";

/** What the head asked to write: a message to both sides, say. `at` makes the same asking new. */
export type Writing = { readonly visibility: "internal" | "shared"; readonly at: number };
const SHOWN = ["all", "shared", "internal"] as const;

export function Timeline({ incident, writing }: { readonly incident: Incident; readonly writing: Writing | undefined }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const name = { tenant: incident.tenant, incident: incident.id };
  const { data: entries, error, isPending, refetch } = useIncidentThread(name);
  const { thread } = useView();
  const change = useChangeView();
  const shown = SHOWN.find((one) => one === thread) ?? "all";
  const end = useRef<HTMLDivElement>(null);
  const count = entries?.length ?? 0;
  useEffect(() => { if (count > 0) end.current?.scrollTo({ top: end.current.scrollHeight }); }, [count]);
  const rows = (entries ?? []).filter((entry) => shown === "all" || entry.visibility === shown);
  return (
    <section className={styles.timeline} aria-labelledby="timeline">
      <header className={styles.head2}>
        <h2 id="timeline">{t("part.timeline")}</h2>
        <div className={styles.switch} role="group" aria-label={t("shown.label")}>
          {SHOWN.map((one) => <UnstyledButton key={one} className={styles.choice} aria-pressed={one === shown} onClick={() => change({ thread: one === "all" ? undefined : one }, { replace: true })}>{one !== "all" && (one === "shared" ? <IconUsers size={14} aria-hidden /> : <IconLock size={14} aria-hidden />)}{t(`shown.${one}`)}</UnstyledButton>)}
        </div>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard (WCAG 2.1.1) */}
      <div className={styles.entries} ref={end} tabIndex={0} role="group" aria-label={t("part.timeline")}>
        {error !== null && <Failed error={error} retry={() => void refetch()} />}
        {isPending ? <Loading /> : <Entries entries={rows} label={t("part.timeline")} empty={t("shown.none")} />}
      </div>
      {may(me, "incident:comment", incident.tenant) && <Writer key={`${writing?.visibility} ${writing?.at}`} incident={incident} writing={writing} />}
    </section>
  );
}

function Writer({ incident, writing }: { readonly incident: Incident; readonly writing: Writing | undefined }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const readers = useReaders(incident.tenant);
  const say = useSay({ tenant: incident.tenant, incident: incident.id });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => { if (writing !== undefined) place.current?.querySelector("textarea")?.focus(); }, [writing]);
  useKeys([{ key: "m", label: t("write.key"), run: () => place.current?.querySelector("textarea")?.focus() }]);
  const isClient = me.side === "client";
  const shared = isClient ? t("write.withSoc") : readers === undefined ? t("write.shared") : t("write.sharedWith", { count: readers });
  return (
    <div className={styles.composer} ref={place}>
      <Composer label={isClient ? t("write.toSoc") : t("write.to", { name: nameOf(me, incident.tenant) })} choices={{ internal: t(isClient ? "write.ownSide" : "write.internal"), shared }} begins={writing?.visibility ?? (isClient ? "shared" : "internal")} send={(text, visibility) => say.mutateAsync({ type: "message", text, visibility })} />
    </div>
  );
}
