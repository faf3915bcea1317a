// Context as events carry it: under ECS names where ECS has one. https://www.elastic.co/guide/en/ecs/current/
import type { AssetFacts } from "../../cmdb/index.ts";
import type { Draft, Fields, Value } from "../../core/index.ts";
import { HOT_FIELDS, type HotValues } from "../../normalise/index.ts";
import type { End } from "./context.ts";
import { ENDS, type EndContext, type EndName, type EventContext, type IndicatorHit } from "./event-context.ts";

/** The whole context as fields: what a document gets beside its own, and what a detection keeps. */
export function contextFields({ ends, direction, accounts, hits }: EventContext): Fields {
  const fields: Draft = {};
  for (const end of ENDS) {
    const told = ends[end];
    const of = told === undefined ? undefined : endFields(told);
    if (of !== undefined) fields[end] = of;
  }
  const criticality = highestOfEnds(ends);
  if (criticality > 0) fields["asset"] = { criticality };
  if (direction !== undefined) fields["network"] = { direction };
  if (accounts.length > 0) fields["user"] = { interest: [...accounts] };
  if (hits.length > 0) fields["threat"] = { indicator: { name: namesOf(hits) }, enrichments: hits.map(enrichment) };
  return fields;
}

const highestOfEnds = (ends: EventContext["ends"]): number => ENDS.reduce((most, end) => Math.max(most, highest(ends[end]?.match?.assets ?? NONE)), 0);

const NONE: readonly AssetFacts[] = [];

function endFields({ match, zones, isInternal, place }: EndContext): Fields | undefined {
  const fields: Draft = {};
  if (match !== undefined) fields["asset"] = assetFields(match.assets, match.isAmbiguous);
  if (zones.length > 0) fields["zone"] = { name: [...zones], ...(isInternal === undefined ? {} : { internal: isInternal }) };
  if (place?.country !== undefined) fields["geo"] = { country_iso_code: place.country };
  if (place?.asNumber !== undefined) fields["as"] = { number: place.asNumber, organization: { name: place.asOrganisation ?? "" } };
  return Object.keys(fields).length === 0 ? undefined : fields;
}

// Of many candidates nobody reads more; how many there are is told.
const MOST_ASSETS = 20;

const assetFields = (assets: readonly AssetFacts[], isAmbiguous: boolean): Fields => {
  const told = assets.slice(0, MOST_ASSETS);
  const each = (of: (asset: AssetFacts) => string | null | readonly string[]): readonly string[] => [...new Set(told.flatMap((asset) => of(asset) ?? []))];
  const lists = { environment: each(({ environment }) => environment), team: each(({ team }) => team), services: each(({ services }) => services), tags: each(({ tags }) => tags), exposure: each(({ exposure }) => exposure) };
  return {
    id: told.map(({ id }) => id), name: told.map(({ name }) => name), kind: each(({ kind }) => kind), criticality: highest(assets), ambiguous: isAmbiguous, candidates: assets.length,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
};

const highest = (assets: readonly AssetFacts[]): number => {
  const known = highestOf.get(assets);
  if (known !== undefined) return known;
  const found = assets.reduce((most, { criticality }) => Math.max(most, criticality), 0);
  if (assets.length > MOST_ASSETS) highestOf.set(assets, found);
  return found;
};

// Long lists are the same ones event after event.
const highestOf = new WeakMap<readonly AssetFacts[], number>();

const namesOf = (hits: readonly IndicatorHit[]): readonly string[] => [...new Set(hits.map(({ indicator }) => indicator.value))];

const enrichment = ({ indicator, field, value }: IndicatorHit): Fields => ({
  indicator: {
    type: indicator.type, name: indicator.value, provider: indicator.source, list: indicator.list, confidence: confidenceWord(indicator.confidence), confidence_value: indicator.confidence, marking: { tlp: indicator.tlp },
    valid_from: new Date(indicator.validFromMs).toISOString(), ...(indicator.validUntilMs === Infinity ? {} : { valid_until: new Date(indicator.validUntilMs).toISOString() }),
    ...(indicator.tags.length === 0 ? {} : { tags: [...indicator.tags] }), ...(indicator.reference === null ? {} : { reference: indicator.reference }),
  },
  matched: { atomic: value, field, type: "indicator_match" },
});

/** STIX 2.1, appendix A: the scale "None / Low / Med / High", in the words of ECS. */
const confidenceWord = (confidence: number): string => (confidence === 0 ? "None" : confidence < 30 ? "Low" : confidence < 70 ? "Medium" : "High");

const at = (name: string): number => HOT_FIELDS.findIndex((field) => field.name === name);
const COLUMNS = ([["host", "host.asset.id", undefined], ["source", "source.asset.id", "source.geo.country_iso_code"], ["destination", "destination.asset.id", "destination.geo.country_iso_code"]] as const).map(
  ([end, asset, country]) => ({ end, asset: at(asset), country: country === undefined ? -1 : at(country) }),
);
const CRITICALITY = at("asset.criticality");
const DIRECTION = at("network.direction");
const INDICATOR = at("threat.indicator.name");

/** Puts the context into the values that have columns. What the device said of a country stays; of the direction the tenant's own networks know more. */
export function contextHotValues({ ends, direction, hits }: EventContext, hot: HotValues): void {
  let criticality = 0;
  for (const { end, asset, country } of COLUMNS) {
    const told = ends[end];
    if (told === undefined) continue;
    if (told.match !== undefined) {
      hot[asset] = told.match.assets.slice(0, MOST_ASSETS).map(({ id }) => id);
      criticality = Math.max(criticality, highest(told.match.assets));
    }
    if (country >= 0 && told.place?.country !== undefined) hot[country] ??= told.place.country;
  }
  if (criticality > 0) hot[CRITICALITY] = criticality;
  if (direction !== undefined) hot[DIRECTION] = direction;
  if (hits.length > 0) hot[INDICATOR] = namesOf(hits);
}

/** A document with fields beside its own. An object joins an object; of two values the document's own stays, but where the context knows more. */
export const withContext = (document: Fields, added: Fields): Fields => join(document, added, "");

// The same as in `contextHotValues`: what a hunt finds by a column it sees in the document.
const KNOWS_MORE = new Set(["network.direction", "threat.indicator.name"]);

function join(own: Fields, added: Fields, path: string): Fields {
  const joined: Draft = { ...own };
  for (const [name, value] of Object.entries(added)) {
    const before: Value | undefined = Object.hasOwn(own, name) ? own[name] : undefined;
    if (before === undefined || KNOWS_MORE.has(path + name)) joined[name] = value;
    else if (isFields(before) && isFields(value)) joined[name] = join(before, value, `${path}${name}.`);
  }
  return joined;
}

const isFields = (value: Value | undefined): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** The ends of a document that have no columns. */
export function furtherEnds(document: Fields): Readonly<Partial<Record<EndName, End>>> {
  const ends: Partial<Record<EndName, End>> = {};
  for (const end of ["client", "server"] as const) {
    const told = Object.hasOwn(document, end) ? document[end] : undefined;
    if (!isFields(told)) continue;
    const [name, address] = ["domain", "ip"].map((field) => (Object.hasOwn(told, field) && typeof told[field] === "string" ? told[field] : undefined));
    if (name !== undefined || address !== undefined) ends[end] = { name, address };
  }
  return ends;
}
