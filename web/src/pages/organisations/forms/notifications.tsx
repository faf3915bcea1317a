// Who hears of what, how and how soon; and how much of it leaves the portal.
import { MultiSelect, NumberInput, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "../organisations.module.css";
import { CONTACT_ROLES } from "./contacts.tsx";
import { AddRow, changed, Row, without, type FormProps } from "./form-parts.tsx";

type Document = FormProps<"notifications">["document"];
type Entry = Document["entries"][number];
type Recipient = Entry["to"][number];
const FACTS: readonly Entry["fact"][] = ["alert-escalated", "incident-opened", "incident-severity-changed", "containment-advised", "action-taken", "incident-closed", "major-incident", "source-silent", "rule-failed", "service-degraded"];
const CHANNELS: readonly Entry["channel"][] = ["portal", "email", "sms", "phone", "chat", "itsm"];
const DISCLOSURES: readonly Document["disclosure"][] = ["reference", "reference-and-severity", "agreed-facts"];

// A recipient as one word, for a list to choose from.
const wordOf = (to: Recipient): string => ("role" in to ? `role:${to.role}` : "contact" in to ? `contact:${to.contact}` : "onCall");
const recipientOf = (word: string): Recipient => (word === "onCall" ? { onCall: true } : word.startsWith("role:") ? { role: CONTACT_ROLES.find((role) => role === word.slice(5)) ?? "security" } : { contact: word.slice("contact:".length) });

export function NotificationsForm({ document, change, levels, contacts }: FormProps<"notifications">) {
  const { t } = useTranslation("organisations");
  const { entries, disclosure, secondChannel } = document;
  const set = (at: number, changes: Partial<Entry>): void => change({ ...document, entries: changed(entries, at, changes) });
  const recipients = [{ value: "onCall", label: t("onCall") }, ...CONTACT_ROLES.map((role) => ({ value: `role:${role}`, label: t(`contactRole.${role}`) })), ...contacts.map(({ key, name }) => ({ value: `contact:${key}`, label: name }))];
  const channels = CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }));
  return (
    <div className={styles.form}>
      <div className={styles.grid}>
        <Select label={t("disclosure.label")} data={DISCLOSURES.map((value) => ({ value, label: t(`disclosure.${value}`) }))} value={disclosure} onChange={(value) => change({ ...document, disclosure: DISCLOSURES.find((one) => one === value) ?? "reference" })} allowDeselect={false} />
        <Select label={t("secondChannel")} data={channels} value={secondChannel?.channel ?? null} onChange={(value) => change({ ...document, secondChannel: value === null ? null : { testedOn: null, testEveryMonths: 6, ...secondChannel, channel: CHANNELS.find((one) => one === value) ?? "phone" } })} clearable clearButtonProps={{ "aria-label": t("takeOut") }} />
      </div>
      {entries.map((one, at) => (
        <Row key={at} name={`${t(`fact.${one.fact}`)}, ${t(`channel.${one.channel}`)}`} remove={() => change({ ...document, entries: without(entries, at) })}>
          <Select label={t("fact.label")} data={FACTS.map((value) => ({ value, label: t(`fact.${value}`) }))} value={one.fact} onChange={(value) => set(at, { fact: FACTS.find((fact) => fact === value) ?? one.fact })} allowDeselect={false} />
          <MultiSelect label={t("severities")} placeholder={one.severities === null ? t("allSeverities") : ""} data={levels.map(({ key, name }) => ({ value: key, label: name }))} value={one.severities ?? []} onChange={(value) => set(at, { severities: value.length === 0 ? null : value })} />
          <MultiSelect label={t("to")} data={recipients} value={one.to.map(wordOf)} onChange={(value) => set(at, { to: value.map(recipientOf) })} />
          <Select label={t("channel.label")} data={channels} value={one.channel} onChange={(value) => set(at, { channel: CHANNELS.find((channel) => channel === value) ?? one.channel })} allowDeselect={false} />
          <NumberInput label={t("withinMinutes")} value={one.withinMinutes} onChange={(value) => set(at, { withinMinutes: Number(value) })} min={1} max={525_600} />
          <Select label={t("timing.label")} data={["calendar", "service-hours"].map((value) => ({ value, label: t(`timing.${value}`) }))} value={one.timing} onChange={(value) => set(at, { timing: value === "calendar" ? "calendar" : "service-hours" })} allowDeselect={false} />
        </Row>
      ))}
      <AddRow label={t("addNotification")} add={() => change({ ...document, entries: [...entries, { fact: "incident-opened", severities: null, to: [{ role: "security" }], channel: "email", withinMinutes: 60, timing: "service-hours" }] })} />
    </div>
  );
}
