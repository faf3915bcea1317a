// The events behind it, with what is kept as evidence past their time.
import { ActionIcon, Button } from "@mantine/core";
import { IconPin, IconPinFilled } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EventCard } from "../../components/alert/event-card.tsx";
import { matchedValues } from "../../components/alert/event-fields.ts";
import { huntOf } from "../../components/alert/hunt-of.ts";
import { Key } from "../../components/badges.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { alertEventsQuery } from "../../data/alerts.ts";
import { api, ApiProblem } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./alert.module.css";

const AT_ONCE = 100;

export function Events({ page }: Pick<TabProps, "page">) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const client = useQueryClient();
  const { tenant, id } = page;
  const found = useQuery(alertEventsQuery(page));
  const pin = useMutation({
    mutationFn: (events: readonly string[]) => api.post("/v1/tenants/{tenant}/alerts/{alert}/evidence", { path: { tenant, alert: id }, body: { events: events.slice(0, AT_ONCE) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["alert", tenant] }),
  });
  const matched = matchedValues(page.detectionList);
  const isTriage = may(me, "alert:triage", tenant);
  const loose = found.data?.events.filter(({ isPinned }) => !isPinned) ?? [];
  return (
    <section className={styles.section}>
      <div className={styles.titleLine}>
        <h2>{t("events.title")}</h2>
        {found.isSuccess && <span className={styles.muted}>{t("events.sum", { count: found.data.events.length, pinned: found.data.events.length - loose.length })}</span>}
        <span className={styles.side}>
          {isTriage && loose.length > 0 && <Button leftSection={<IconPin size={16} stroke={1.75} aria-hidden />} loading={pin.isPending} onClick={() => pin.mutate(loose.map((event) => event.id))}>{t("events.pinAll", { count: Math.min(AT_ONCE, loose.length) })}</Button>}
          {may(me, "event:search", tenant) && <Link className={styles.link} to="/hunt" search={huntOf(page)}>{t("events.open")} <Key>h</Key></Link>}
        </span>
      </div>
      {pin.isError && <p className={styles.problem} role="alert">{pin.error instanceof ApiProblem ? pin.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      {pin.isSuccess && <p role="status">{t("events.pinnedNow", { count: pin.data.pinned })}{pin.data.gone.length > 0 && ` ${t("events.gone", { count: pin.data.gone.length })}`}</p>}
      {found.isPending && <Loading rows={5} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data?.events.map((event, at) => (
        <div key={event.id} className={styles.event}>
          {isTriage && !event.isPinned ? <ActionIcon size={28} aria-label={t("events.pin")} onClick={() => pin.mutate([event.id])}><IconPin size={15} stroke={1.75} /></ActionIcon> : <span>{event.isPinned && <IconPinFilled size={15} role="img" aria-label={t("events.pinned")} />}</span>}
          <EventCard event={{ ...event, isPinned: false }} matched={matched} isFirst={at === 0} />
        </div>
      ))}
      {(found.data?.gone.length ?? 0) > 0 && <p className={styles.muted}>{t("events.gone", { count: found.data?.gone.length })}</p>}
    </section>
  );
}
