// When the service works, and for which severities at other hours.
import { Checkbox, SegmentedControl, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { locale } from "../../../format/time.ts";
import styles from "../organisations.module.css";
import { AddRow, changed, Row, without, type FormProps } from "./form-parts.tsx";

type Document = FormProps<"service-hours">["document"];
type Hours = Document["default"];
type Stretch = Exclude<Hours, "always">[number];

const OFFICE: Stretch = { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" };
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
// 5 January 2026 is a Monday.
const dayName = (day: number): string => new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2026, 0, 4 + day)));

export function ServiceHoursForm({ document, change, levels }: FormProps<"service-hours">) {
  const { t } = useTranslation("organisations");
  const ofLevel = (severity: string): Hours | undefined => document.bySeverity.find((one) => one.severity === severity)?.hours;
  const setLevel = (severity: string, hours: Hours | undefined): void => {
    const others = document.bySeverity.filter((one) => one.severity !== severity);
    change({ ...document, bySeverity: hours === undefined ? others : [...others, { severity, hours }] });
  };
  return (
    <div className={styles.form}>
      <TextInput label={t("hours.zone")} value={document.timeZone} onChange={(event) => change({ ...document, timeZone: event.currentTarget.value })} required w={280} />
      <h3>{t("hours.default")}</h3>
      <Week label={t("hours.default")} hours={document.default} change={(hours) => change({ ...document, default: hours ?? "always" })} />
      {levels.map(({ key, name }) => (
        <div key={key} className={styles.form}>
          <h3>{t("hours.of", { name })}</h3>
          <Week label={name} hours={ofLevel(key)} change={(hours) => setLevel(key, hours)} mayFollow />
        </div>
      ))}
    </div>
  );
}

function Week({ label, hours, change, mayFollow = false }: { readonly label: string; readonly hours: Hours | undefined; readonly change: (hours: Hours | undefined) => void; readonly mayFollow?: boolean }) {
  const { t } = useTranslation("organisations");
  const kind = hours === undefined ? "follow" : hours === "always" ? "always" : "week";
  const choose = (value: string): void => change(value === "always" ? "always" : value === "week" ? [OFFICE] : undefined);
  const set = (at: number, changes: Partial<Stretch>): void => change(changed(hours as Stretch[], at, changes));
  return (
    <>
      <div><SegmentedControl aria-label={label} value={kind} onChange={choose} data={[...(mayFollow ? ["follow"] : []), "always", "week"].map((value) => ({ value, label: t(`hours.${value}`) }))} /></div>
      {Array.isArray(hours) && hours.map((one, at) => (
        <Row key={at} name={`${label} ${at + 1}`} remove={() => change(hours.length === 1 ? (mayFollow ? undefined : "always") : without(hours, at))}>
          <Checkbox.Group label={t("hours.days")} value={one.days.map(String)} onChange={(value) => set(at, { days: value.map(Number).toSorted((a, b) => a - b) })}><div className={styles.row}>{DAYS.map((day) => <Checkbox key={day} value={String(day)} label={dayName(day)} />)}</div></Checkbox.Group>
          <TextInput label={t("hours.from")} value={one.from} onChange={(event) => set(at, { from: event.currentTarget.value })} />
          <TextInput label={t("hours.to")} value={one.to} onChange={(event) => set(at, { to: event.currentTarget.value })} />
        </Row>
      ))}
      {Array.isArray(hours) && <AddRow label={t("hours.add")} add={() => change([...hours, OFFICE])} />}
    </>
  );
}
