// Accounts that the events of alerts speak of, where the rule did not look at them: proposed, for somebody to say what they were.
import { accountsOfEvidence } from "../../alerts/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import type { PartToAdd } from "../parts/part.ts";
import { addParts } from "../parts/parts.ts";
import { partsOf } from "../parts/repo.ts";
import { isOfSystem } from "../parts/system-accounts.ts";
import type { IncidentsDb } from "../repo.ts";

const MOST_PROPOSED = 50;

/** Adds them with the role `unknown`; an account that the incident has by any name of its stays as it is, and one that was taken out stays out. */
export async function proposeAccounts(db: IncidentsDb, caller: Caller, incident: string, alerts: readonly string[]): Promise<void> {
  const found = (await accountsOfEvidence(db, alerts)).filter((name) => !isOfSystem(name));
  if (found.length === 0) return;
  const there = new Set((await partsOf(db, [incident], "system", { withRemoved: true })).flatMap((part) => (part.kind === "account" ? [bare(part.document.name)] : [])));
  const parts = found.filter((name) => !there.has(bare(name))).slice(0, MOST_PROPOSED).map((name): PartToAdd => ({ kind: "account", visibility: "shared", document: { name: name.slice(0, 500), role: "unknown", state: "", origin: "event" } }));
  if (parts.length === 0) return;
  await addParts(db, caller, incident, parts).catch((error: unknown) => {
    // It was closed, merged or filled up meanwhile: a proposal is not worth more.
    if (!(error instanceof DomainError)) throw error;
  });
}

/** Without its domain: `CORP\j.martin` and `j.martin@corp.example` may be one. */
const bare = (name: string): string => (name.slice(name.lastIndexOf("\\") + 1).split("@")[0] ?? name).toLowerCase();
