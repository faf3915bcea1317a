// What several incidents are as one: nothing that counted for one of them is lost. Pure.
import { DomainError } from "../../core/index.ts";
import { modeFor, type SettingDocuments } from "../../tenants/index.ts";
import { type Incident, PAP, TLP } from "../incident.ts";

/** Refuses incidents of which people said different things: one of them is wrong, and a merge does not choose. */
export function refuseContradiction(all: readonly Incident[]): void {
  const said = all.flatMap(({ ref, verdict }) => (verdict === null ? [] : [{ ref, value: verdict.value }]));
  const other = said.find(({ value }) => value !== said[0]?.value);
  if (other !== undefined) throw new DomainError("conflict", `${said[0]?.ref ?? ""} was qualified ${said[0]?.value ?? ""}, ${other.ref} ${other.value}: qualify them alike first, or leave them apart.`);
}

/** What the survivor of these is: the most severe level, the closest TLP and PAP, the earliest times; else its own, or what one of them has. */
export function joined(survivor: Incident, all: readonly Incident[], documents: Pick<SettingDocuments, "mode-matrix">): Partial<Incident> {
  const { category, modeReason, mode, owners } = survivor;
  const { severity, weight } = all.reduce((worst, one) => (one.weight > worst.weight ? one : worst), survivor);
  const first = <Name extends keyof Incident>(name: Name): Incident[Name] => survivor[name] ?? all.find((one) => one[name] !== null)?.[name] ?? survivor[name];
  return {
    severity, weight, severityReasons: Object.assign({}, ...all.map((one) => one.severityReasons), survivor.severityReasons) as Incident["severityReasons"],
    mode: modeReason === null && severity !== survivor.severity ? modeFor(documents, category, severity) : mode,
    tlp: closest(TLP, all.map(({ tlp }) => tlp)), pap: closest(PAP, all.map(({ pap }) => pap)),
    occurredAt: earliest(all.map((one) => one.occurredAt)), detectedAt: earliest(all.map((one) => one.detectedAt)),
    aware: all.flatMap(({ aware }) => aware ?? []).toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null,
    verdict: first("verdict"), waits: first("waits"), lessons: first("lessons"),
    owners: { provider: owners.provider ?? all.flatMap((one) => one.owners.provider ?? [])[0] ?? null, client: owners.client ?? all.flatMap((one) => one.owners.client ?? [])[0] ?? null },
  };
}

const closest = <Word>(scale: readonly Word[], words: readonly Word[]): Word => words.reduce((most, word) => (scale.indexOf(word) > scale.indexOf(most) ? word : most));

function earliest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((time) => time.getTime())));
}
