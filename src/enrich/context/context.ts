// The context of one tenant: its inventory and the indicators that hold for it, asked event by event.
import type { AssetFacts, Inventory } from "../../cmdb/index.ts";
import { readAddress } from "../../core/index.ts";
import { HOT_FIELDS, type HotValues } from "../../normalise/index.ts";
import type { IndicatorIndex, Observable } from "../indicators/indicator-index.ts";
import type { Indicator } from "../indicators/indicator.ts";
import { AccountIndex } from "./account-index.ts";
import { AddressIndex, whereIs, whoHas, type AddressKnown } from "./address-index.ts";
import type { AssetMatch, Direction, EndContext, EndName, EventContext, IndicatorHit, Place } from "./event-context.ts";
import { NameIndex, plainName } from "./name-index.ts";
import { isPublicAddress } from "./special-ranges.ts";

/** When an event was, when it arrived, and the zone of its source if the configuration names one. */
export type Moment = { readonly timeMs: number; readonly arrivedMs: number; readonly zone: string | undefined };

/** A name and an address of the same end. */
export type End = { readonly name: string | undefined; readonly address: string | undefined };

export type ContextParts = {
  readonly inventory: Inventory;
  /** The tenant's own, and those of the provider. */
  readonly indicators: readonly IndicatorIndex[];
  /** Where a public address is; undefined: nobody asks. */
  readonly placeOf?: ((address: string, bytes: Uint8Array) => Place | undefined) | undefined;
};

/** Tells what is known around events. Pure, but that it remembers what it was asked. */
export type Context = { readonly of: (hot: HotValues, at: Moment, more?: Readonly<Partial<Record<EndName, End>>>) => EventContext | undefined };

// Addresses and names come again and again; an attacker who sends ever new ones costs this much memory.
const REMEMBERED = 50_000;

/** Makes the context of a tenant. */
export function createContext({ inventory, indicators, placeOf }: ContextParts): Context {
  const names = new NameIndex(inventory.assets);
  const addresses = new AddressIndex(inventory);
  const accounts = new AccountIndex(inventory.accounts);
  const watched = indicators.filter(({ size }) => size > 0);
  const hasNetworks = inventory.networks.length > 0;

  const knownOf = remembering((text: string): Known | undefined => {
    const bytes = new Uint8Array(16);
    if (!readAddress(text, bytes)) return undefined;
    const isPublic = isPublicAddress(bytes);
    return { ...addresses.find(bytes), isPublic, place: isPublic ? placeOf?.(text, bytes) : undefined, indicators: watched.flatMap((index) => index.ofAddress(bytes)), byZone: new Map() };
  });
  const named = remembering((text: string): readonly AssetFacts[] => {
    const name = plainName(text);
    return name === undefined ? NO_ASSETS : names.find(name);
  });

  const addressEnd = (text: string, { zone, timeMs }: Moment): EndContext | undefined => {
    const known = knownOf(text);
    if (known === undefined) return undefined;
    const before = known.byZone.get(zone);
    if (before !== undefined && !known.isTimed) return before;
    const where = whereIs(known, zone);
    // What is public and in none of the tenant's networks is outside of them.
    const isInternal = known.networks.length === 0 && known.isPublic && hasNetworks ? false : where.isInternal;
    const end = { match: whoHas(known, where, zone, timeMs), zones: where.zones, isInternal, place: known.place };
    known.byZone.set(zone, end);
    return end;
  };

  const endOf = ({ name, address }: End, at: Moment): EndContext | undefined => {
    const here = address === undefined ? undefined : addressEnd(address, at);
    if (name === undefined) return here;
    // Some logs write an address where a name belongs.
    const isAddress = name.charCodeAt(0) < 58 || name.includes(":") ? knownOf(name) !== undefined : false;
    if (isAddress) return here ?? addressEnd(name, at);
    const assets = named(name);
    if (assets.length === 0) return here;
    return { match: together(assets, here?.match), zones: here?.zones ?? [], isInternal: here?.isInternal, place: here?.place };
  };

  return {
    of(hot, at, more) {
      const ends: Partial<Record<EndName, EndContext>> = {};
      let isKnown = false;
      for (const [end, nameAt, addressAt] of PLACES) {
        const [name, address] = [textAt(hot, nameAt), textAt(hot, addressAt)];
        const found = name === undefined && address === undefined ? undefined : endOf({ name, address }, at);
        if (found === undefined) continue;
        ends[end] = found;
        isKnown ||= tells(found);
      }
      for (const [end, asked] of Object.entries(more ?? {}) as [EndName, End][]) {
        const found = endOf(asked, at);
        if (found !== undefined) ends[end] = found;
        isKnown ||= found !== undefined && tells(found);
      }
      const user = { name: textAt(hot, USER.name), domain: textAt(hot, USER.domain), id: textAt(hot, USER.id), email: textAt(hot, USER.email) };
      const kinds = accounts.find(user, ends.host?.match?.assets ?? NO_ASSETS);
      const hits = watched.length === 0 ? NO_HITS : hitsOf(hot, at.arrivedMs, watched, knownOf);
      return isKnown || kinds.length > 0 || hits.length > 0 ? { ends, direction: directionOf(ends.source, ends.destination), accounts: kinds, hits } : undefined;
    },
  };
}

type Known = AddressKnown & { readonly isPublic: boolean; readonly place: Place | undefined; readonly indicators: readonly Indicator[]; readonly byZone: Map<string | undefined, EndContext> };

const NO_ASSETS: readonly AssetFacts[] = [];
const NO_HITS: readonly IndicatorHit[] = [];

const placeOfField = (name: string): number => HOT_FIELDS.findIndex((field) => field.name === name);

const PLACES = ([["host", "host.name", "host.ip"], ["source", "source.domain", "source.ip"], ["destination", "destination.domain", "destination.ip"]] as const).map(
  ([end, name, address]) => [end, placeOfField(name), placeOfField(address)] as const,
);
const USER = { name: placeOfField("user.name"), domain: placeOfField("user.domain"), id: placeOfField("user.id"), email: placeOfField("user.email") };

const OBSERVED: readonly { readonly field: string; readonly at: number; readonly kind: Observable }[] = ([
  ["address", ["source.ip", "source.nat.ip", "destination.ip", "destination.nat.ip", "dns.resolved_ip", "host.ip"]],
  ["domain-name", ["source.domain", "destination.domain", "dns.question.name", "url.domain", "tls.client.server_name", "tls.server.x509.subject.common_name"]],
  ["url", ["url.original", "http.request.referrer"]],
  ["file", ["process.hash.md5", "process.hash.sha1", "process.hash.sha256", "file.hash.md5", "file.hash.sha1", "file.hash.sha256", "dll.hash.sha256"]],
  ["email-addr", ["email.from.address", "email.to.address", "user.email"]],
] as const).flatMap(([kind, fields]) => fields.map((field) => ({ field, at: placeOfField(field), kind })));

function hitsOf(hot: HotValues, nowMs: number, watched: readonly IndicatorIndex[], knownOf: (text: string) => Known | undefined): readonly IndicatorHit[] {
  let hits: IndicatorHit[] | undefined;
  const look = (kind: Observable, field: string, value: string): void => {
    const found = kind === "address" ? (knownOf(value)?.indicators ?? []) : watched.length === 1 ? watched[0]!.of(kind, value) : watched.flatMap((index) => index.of(kind, value));
    for (const indicator of found) {
      if (nowMs < indicator.validFromMs || nowMs >= indicator.validUntilMs) continue;
      hits ??= [];
      if (hits.length < MOST_HITS) hits.push({ indicator, field, value });
    }
  };
  for (const { field, at, kind } of OBSERVED) {
    const value = hot[at];
    if (value === undefined || typeof value === "number") continue;
    if (typeof value === "string") look(kind, field, value);
    else for (const one of value) look(kind, field, one);
  }
  return hits ?? NO_HITS;
}

// A mail to ten thousand addresses that are all watched is one event still.
const MOST_HITS = 100;

/** What name and address say together: both where they agree; where they do not, all, and nobody picks. */
function together(named: readonly AssetFacts[], held: AssetMatch | undefined): AssetMatch {
  if (held === undefined) return { assets: named, isAmbiguous: named.length > 1 };
  const [fewer, more] = named.length <= held.assets.length ? [named, held.assets] : [held.assets, named];
  // A thousand machines are called localhost, and a thousand are 192.168.1.10: whoever it is, nobody can tell.
  if (fewer.length > MOST_COMPARED) return { assets: fewer, isAmbiguous: true };
  const isOfMore = membersOf(more);
  const both = fewer.filter((asset) => isOfMore.has(asset));
  // The name tells which of the places it is.
  if (both.length > 0) return { assets: both, isAmbiguous: both.length > 1 };
  return { assets: more.length > MOST_COMPARED ? more : [...named, ...held.assets], isAmbiguous: true };
}

const MOST_COMPARED = 50;

const members = new WeakMap<readonly AssetFacts[], ReadonlySet<AssetFacts>>();

/** The assets as a set, made once for each list: events with the same names and addresses have the same lists. */
function membersOf(assets: readonly AssetFacts[]): ReadonlySet<AssetFacts> {
  const known = members.get(assets) ?? new Set(assets);
  if (assets.length > MOST_COMPARED) members.set(assets, known);
  return known;
}

const tells = ({ match, zones, isInternal, place }: EndContext): boolean => match !== undefined || zones.length > 0 || isInternal !== undefined || place !== undefined;

function directionOf(source: EndContext | undefined, destination: EndContext | undefined): Direction | undefined {
  if (source?.isInternal === undefined || destination?.isInternal === undefined) return undefined;
  if (source.isInternal) return destination.isInternal ? "internal" : "outbound";
  return destination.isInternal ? "inbound" : "external";
}

function textAt(hot: HotValues, at: number): string | undefined {
  const value = hot[at];
  return typeof value === "string" ? value : undefined;
}

/** The function with the answers that it gave before, until they are too many. */
function remembering<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = ask(text);
    if (known.size >= REMEMBERED) known.clear();
    if (text.length <= LONGEST_REMEMBERED) known.set(text, answer);
    return answer;
  };
}

const LONGEST_REMEMBERED = 256;
