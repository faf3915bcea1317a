// What one setting says of another must be there: a matrix for a severity that the scale lacks would never apply.
import type { SettingDocument, SettingKind } from "../../contract/settings.ts";
import { DomainError } from "../../core/index.ts";
import type { SettingDocuments } from "./setting.ts";

/** Refuses a document that does not go with the others in force. */
export function checkReferences(kind: SettingKind, document: SettingDocument, others: SettingDocuments): void {
  const all = { ...others, [kind]: document };
  const levels = new Set(all["severity-scale"].levels.map(({ key }) => key));
  const contacts = new Set(all.contacts.people.map(({ key }) => key));
  const wrong = [
    ...severitiesIn(all).filter(({ in: where, severity }) => (kind === "severity-scale" || kind === where) && !levels.has(severity)).map(({ in: where, severity }) => `${where} names the severity ${severity}, which the scale does not have`),
    ...contactsIn(all).filter(({ in: where, contact }) => (kind === "contacts" || kind === where) && !contacts.has(contact)).map(({ in: where, contact }) => `${where} names the contact ${contact}, whom the contacts do not have`),
  ];
  if (wrong.length > 0) throw new DomainError("invalid", `This ${kind} does not go with the other settings in force: ${[...new Set(wrong)].slice(0, 5).join("; ")}.`);
}

function severitiesIn(all: SettingDocuments): readonly { readonly in: SettingKind; readonly severity: string }[] {
  return [
    ...all["mode-matrix"].cells.map(({ severity }) => ({ in: "mode-matrix" as const, severity })),
    ...all["service-hours"].bySeverity.map(({ severity }) => ({ in: "service-hours" as const, severity })),
    ...all.objectives.objectives.map(({ severity }) => ({ in: "objectives" as const, severity })),
    ...all.notifications.entries.flatMap(({ severities }) => (severities ?? []).map((severity) => ({ in: "notifications" as const, severity }))),
  ];
}

function contactsIn(all: SettingDocuments): readonly { readonly in: SettingKind; readonly contact: string }[] {
  const named = (kind: SettingKind, recipients: readonly object[]) => recipients.flatMap((one) => ("contact" in one ? [{ in: kind, contact: one.contact as string }] : []));
  return [...named("notifications", all.notifications.entries.flatMap(({ to }) => to)), ...named("pre-authorised-actions", all["pre-authorised-actions"].actions.flatMap(({ tell }) => tell))];
}
