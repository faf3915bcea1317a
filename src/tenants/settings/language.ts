import type { SettingDocuments } from "./setting.ts";

/** The language of an organisation: of whom the service calls first there. French where it has named nobody, as PDIS asks of deliverables. */
export function languageOf({ contacts: { people, onCall } }: Pick<SettingDocuments, "contacts">): "en" | "fr" {
  const first = onCall.flatMap((key) => people.find((one) => one.key === key) ?? [])[0] ?? people.find(({ roles }) => roles.includes("security")) ?? people[0];
  return first?.language ?? "fr";
}
