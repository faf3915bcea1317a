// Whom the service may call, and in which order.
import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "../organisations.module.css";
import { AddRow, changed, Row, without, type FormProps } from "./form-parts.tsx";

type Contact = FormProps<"contacts">["document"]["people"][number];
export const CONTACT_ROLES: readonly Contact["roles"][number][] = ["security", "decision", "technical", "executive", "data-protection", "legal", "communication", "service-desk"];

const keyOf = (name: string, taken: readonly string[]): string => {
  const base = name.toLowerCase().normalize("NFD").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[^a-z]+|-+$/g, "").slice(0, 30) || "contact";
  return taken.includes(base) ? keyOf(`${base}-${taken.length + 1}`, taken) : base;
};

export function ContactsForm({ document, change }: FormProps<"contacts">) {
  const { t } = useTranslation("organisations");
  const { people, onCall } = document;
  const set = (at: number, changes: Partial<Contact>): void => change({ ...document, people: changed(people, at, changes) });
  const names = people.map(({ key, name }) => ({ value: key, label: name || key }));
  const add = (): void => change({ ...document, people: [...people, { key: keyOf(`contact ${people.length + 1}`, people.map(({ key }) => key)), name: "", roles: ["security"], email: "", phone: null, language: "fr", hours: "always", timeZone: "Europe/Paris", substitute: null, absences: [] }] });
  const remove = (at: number): void => {
    const gone = people[at]?.key;
    change({ people: without(people, at).map((one) => (one.substitute === gone ? { ...one, substitute: null } : one)), onCall: onCall.filter((key) => key !== gone) });
  };
  return (
    <div className={styles.form}>
      <MultiSelect label={t("contact.onCall")} description={t("contact.onCallWhy")} data={names} value={onCall} onChange={(value) => change({ ...document, onCall: value })} />
      {people.map((one, at) => (
        <Row key={one.key} name={one.name || one.key} remove={() => remove(at)}>
          <TextInput label={t("name")} value={one.name} onChange={(event) => set(at, { name: event.currentTarget.value })} required />
          <TextInput label={t("contact.email")} type="email" value={one.email} onChange={(event) => set(at, { email: event.currentTarget.value })} required />
          <TextInput label={t("contact.phone")} type="tel" value={one.phone ?? ""} onChange={(event) => set(at, { phone: event.currentTarget.value === "" ? null : event.currentTarget.value })} />
          <MultiSelect label={t("contact.roles")} data={CONTACT_ROLES.map((value) => ({ value, label: t(`contactRole.${value}`) }))} value={one.roles} onChange={(value) => set(at, { roles: value })} />
          <Select label={t("contact.language")} data={["fr", "en"].map((value) => ({ value, label: t(`language.${value}`) }))} value={one.language} onChange={(value) => set(at, { language: value === "en" ? "en" : "fr" })} allowDeselect={false} />
          <Select label={t("contact.substitute")} data={names.filter(({ value }) => value !== one.key)} value={one.substitute} onChange={(value) => set(at, { substitute: value })} clearable clearButtonProps={{ "aria-label": t("takeOut") }} />
        </Row>
      ))}
      <AddRow label={t("contact.add")} add={add} />
    </div>
  );
}
