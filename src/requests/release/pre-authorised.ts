// Whether the client agreed beforehand that an action is done on an asset without asking again. Pure.
import type { RequestAction } from "../../contract/requests.ts";
import type { SettingDocument } from "../../contract/settings.ts";
import { bareAccount } from "../routing/barred.ts";
import type { AssetOwners } from "../routing/choose.ts";

type Entry = SettingDocument<"pre-authorised-actions">["actions"][number];
export type AutonomySettings = { readonly "pre-authorised-actions": SettingDocument<"pre-authorised-actions">; readonly "service-hours": Pick<SettingDocument<"service-hours">, "timeZone"> };

/** On what it would be done; `asset` is undefined where the CMDB knows none, `barred` says why a person is needed whatever was agreed. */
export type Acted = { readonly target: { readonly kind: "asset" | "account" | "indicator"; readonly name: string }; readonly asset: AssetOwners | undefined; readonly barred: string | undefined };

export type PreAuthorisation =
  | { readonly allowed: true; readonly entry: Entry; readonly why: string }
  | { readonly allowed: false; readonly entry: null; readonly why: string };

/** The entry that allows it, or why none does. The conditions of an entry are words: whoever sends says how they are met. */
export function preAuthorised(settings: AutonomySettings, action: RequestAction, acted: Acted, at: Date): PreAuthorisation {
  const { target, asset, barred } = acted;
  const no = (why: string): PreAuthorisation => ({ allowed: false, entry: null, why });
  if (barred !== undefined) return no(`${barred}: nothing is done to it without a person.`);
  const ofAction = settings["pre-authorised-actions"].actions.filter((entry) => entry.action === action);
  if (ofAction.length === 0) return no(`The client has pre-authorised nothing of the kind "${action}".`);
  const today = dayIn(settings["service-hours"].timeZone, at);
  const refusals = ofAction.map((entry) => refusalOf(entry, acted, today));
  // Whoever is excepted by one agreement is not caught by another.
  const excepted = ofAction.find((entry) => isExcepted(entry, acted) && holds(entry, today));
  if (excepted !== undefined) return no(`${asset?.name ?? target.name} is excepted from "${excepted.key}".`);
  const index = refusals.indexOf(undefined);
  const entry = ofAction[index];
  if (entry === undefined) return no(`No agreement on "${action}" fits: ${refusals.join("; ")}.`);
  return { allowed: true, entry, why: `"${entry.key}", agreed by ${entry.agreedBy} since ${entry.since}.` };
}

const holds = ({ since, until }: Entry, today: string): boolean => since <= today && (until === null || today <= until);

function refusalOf(entry: Entry, { asset }: Acted, today: string): string | undefined {
  const { key, since, until, assets } = entry;
  if (today < since) return `"${key}" begins on ${since}`;
  if (until !== null && today > until) return `"${key}" ended on ${until}`;
  const groups: readonly (readonly [readonly string[], readonly string[], string])[] = [
    [assets.tags, asset?.tags ?? [], "tags"], [assets.services, asset?.services ?? [], "services"], [assets.environments, asset === undefined || asset.environment === null ? [] : [asset.environment], "environments"],
  ];
  const missing = groups.find(([wanted, held]) => wanted.length > 0 && !wanted.some((one) => isIn(one, held)));
  return missing === undefined ? undefined : `"${key}" is for the ${missing[2]} ${missing[0].join(", ")} only`;
}

function isExcepted({ except }: Entry, { target, asset }: Acted): boolean {
  const names = [target.name, ...(target.kind === "account" ? [bareAccount(target.name)] : []), ...(asset === undefined ? [] : [asset.name, asset.id])];
  // SRV-1 in the list means srv-1.example.org too.
  return names.some((name) => isIn(name, except) || isIn(name.split(".")[0] ?? name, except));
}

const isIn = (text: string, list: readonly string[]): boolean => list.some((one) => one.toLowerCase() === text.toLowerCase());

/** The day there at a time, YYYY-MM-DD. */
const dayIn = (timeZone: string, at: Date): string => new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
