// Days on which service hours do not count.
import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "../organisations.module.css";
import { AddRow, changed, Row, without, type FormProps } from "./form-parts.tsx";

const CALENDARS = ["none", "fr", "fr-alsace-moselle"] as const;

export function HolidaysForm({ document, change }: FormProps<"holidays">) {
  const { t } = useTranslation("organisations");
  const { calendar, own } = document;
  return (
    <div className={styles.form}>
      <Select label={t("holiday.calendar")} data={CALENDARS.map((value) => ({ value, label: t(`holiday.${value}`) }))} value={calendar} onChange={(value) => change({ ...document, calendar: CALENDARS.find((one) => one === value) ?? "none" })} allowDeselect={false} w={280} />
      {own.map((one, at) => (
        <Row key={at} name={one.name || one.day} remove={() => change({ ...document, own: without(own, at) })}>
          <TextInput type="date" label={t("holiday.day")} value={one.day} onChange={(event) => change({ ...document, own: changed(own, at, { day: event.currentTarget.value }) })} required />
          <TextInput label={t("holiday.name")} value={one.name} onChange={(event) => change({ ...document, own: changed(own, at, { name: event.currentTarget.value }) })} required />
        </Row>
      ))}
      <AddRow label={t("holiday.add")} add={() => change({ ...document, own: [...own, { day: "", name: "" }] })} />
    </div>
  );
}
