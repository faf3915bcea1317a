import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { alertEventsQuery, type AlertPage } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import { Failed, Loading } from "../states.tsx";
import { EventCard } from "./event-card.tsx";
import { matchedValues } from "./event-fields.ts";
import { huntOf } from "./hunt-of.ts";
import styles from "./alert.module.css";

const SHOWN = 5;

/** The events behind an alert, the first one open. */
export function EventList({ alert }: { readonly alert: AlertPage }) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const found = useQuery(alertEventsQuery(alert));
  const matched = matchedValues(alert.detectionList);
  return (
    <section className={styles.section} aria-label={t("events.title")}>
      <div className={styles.line}>
        <h2>{t("events.title")}</h2>
        {found.isSuccess && <span className={styles.muted}>{found.data.events.length} · {t("events.marked")}</span>}
        {may(me, "event:search", alert.tenant) && <Link className={`${styles.link} ${styles.side}`} to="/hunt" search={huntOf(alert)}>{t("events.hunt")} <IconArrowRight size={14} aria-hidden /></Link>}
      </div>
      {found.isPending && <Loading rows={3} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && (
        <div className={styles.events}>
          {found.data.events.slice(0, SHOWN).map((event, at) => <EventCard key={event.id} event={event} matched={matched} isFirst={at === 0} />)}
          {found.data.events.length > SHOWN && <Link className={styles.link} to="/alerts/$tenant/$alert" params={{ tenant: alert.tenant, alert: alert.ref }} search={{ tab: "events" }}>{t("events.more", { count: found.data.events.length - SHOWN })}</Link>}
          {found.data.gone.length > 0 && <p className={styles.muted}>{t("events.gone", { count: found.data.gone.length })}</p>}
        </div>
      )}
    </section>
  );
}
