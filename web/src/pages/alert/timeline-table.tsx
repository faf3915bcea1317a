import { useTranslation } from "react-i18next";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { summaryOf, valuesAt } from "../../data/event-document.ts";
import type { Detection, FoundEvent } from "../../data/events.ts";
import styles from "./timeline.module.css";

const SHOWN = 200;

/** The same as rows: what is in a detection first, then the newest. */
export function TimelineTable({ events, detected }: { readonly events: readonly FoundEvent[]; readonly detected: ReadonlyMap<string, readonly Detection[]> }) {
  const { t } = useTranslation("alert");
  const rows = [...events.filter(({ id }) => detected.has(id)), ...events.filter(({ id }) => !detected.has(id))].slice(0, SHOWN);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard scrolls what it can reach
    <div className={styles.table} tabIndex={0} role="region" aria-label={t("timeline.title")}>
      <table>
        <thead><tr><th scope="col">{t("timeline.time")}</th><th scope="col">{t("timeline.host")}</th><th scope="col">{t("timeline.user")}</th><th scope="col">{t("timeline.what")}</th><th scope="col">{t("timeline.found")}</th></tr></thead>
        <tbody>
          {rows.map((event) => (
            <tr key={event.id}><td><Time at={event.time} seconds /></td><td><Value value={valuesAt(event.event, "host.name").join(", ")} longest={40} /></td><td><Value value={valuesAt(event.event, "user.name").join(", ")} longest={40} /></td><td>{summaryOf(event.event).map(({ name, values }) => <span key={name}><Value value={values.join(", ")} longest={60} /> </span>)}</td><td>{(detected.get(event.id) ?? []).map(({ rule }) => rule.title).join(", ")}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
