import type { Config, SourceConfig, TenantConfig } from "../config/index.ts";
import { DomainError, type Event } from "../core/index.ts";
import type { Understanding } from "../live/index.ts";
import { contextFields, type Contexts, furtherEnds, withContext } from "../enrich/index.ts";
import { createEcsView, createEventClock, findTechnology, hintFor, type Hint, type HotValues, type MappingRefusal, type Recognition, type Technology } from "../normalise/index.ts";
import { readOwnTechnologies } from "../packs/index.ts";
import type { SourceRef } from "../sources/index.ts";

export type ConfiguredUnderstanding = Understanding & {
  readonly technologies: readonly Technology[];
  /** Knows these organisations' sources from now on, in the place of those before. */
  readonly know: (tenants: readonly TenantConfig[]) => void;
};

type Known = { readonly hint: Hint; readonly label: string | undefined; readonly timeZone: string; readonly zone: string | undefined };

/**
 * What the technologies, the configured sources and the tenants' contexts say of lines. A shipped mapping that cannot be used is left
 * out, and told to `refuse`. Throws where one of the configured folders cannot be used, or a source is of a technology that there is not.
 */
export async function understandingOf(config: Pick<Config, "tenants"> & Partial<Pick<Config, "technologies">>, refuse: (refusal: MappingRefusal) => void = () => {}, contexts?: Pick<Contexts, "of" | "ready">): Promise<ConfiguredUnderstanding> {
  const technologies = await readOwnTechnologies(config.technologies ?? [], refuse);
  const view = createEcsView(technologies);
  const clock = createEventClock();
  const unlabelled = hintFor(technologies);
  const unknown: Known = { hint: unlabelled, label: undefined, timeZone: "UTC", zone: undefined };
  const knownOf = (tenants: readonly TenantConfig[], know: (source: SourceConfig) => Known) => new Map(tenants.flatMap(({ id, sources: list }) => list.map((source) => [`${id}/${source.name}`, know(source)] as const)));
  let sources = knownOf(config.tenants, known);
  const of = ({ tenant, source }: SourceRef): Known => sources.get(`${tenant}/${source}`) ?? unknown;

  function known({ name, technology, timezone, zone: written }: SourceConfig): Known {
    const zone = written?.toLowerCase();
    if (technology === undefined) return { hint: { ...unlabelled, timeZone: timezone }, label: undefined, timeZone: timezone, zone };
    const found = findTechnology(technologies, technology);
    if (found === undefined) throw new DomainError("invalid", `Source ${name}: there is no technology ${technology}; vigie technologies lists those that are shipped, and the setting technologies names folders of your own.`);
    return { hint: { ...hintFor(technologies, found), timeZone: timezone }, label: found.technology.name, timeZone: timezone, zone };
  }

  // An event is asked for twice or thrice in a row.
  let last: Event | undefined;
  let recognised: Recognition | undefined;
  const technologyOf = (event: Event): Recognition | undefined => {
    if (event !== last) {
      recognised = view.recognise(event);
      last = event;
    }
    return recognised;
  };
  const hot: HotValues = [];
  return {
    technologies, contexts,
    // A technology may have gone since somebody added a source of it: its lines still tell what they are.
    know: (tenants) => void (sources = knownOf(tenants, (source) => known(source.technology !== undefined && findTechnology(technologies, source.technology) === undefined ? { ...source, technology: undefined } : source))),
    hintOf: (from) => of(from).hint,
    labelOf: (from) => of(from).label,
    technologyOf,
    timeOf: (event, from) => clock(event, of(from).timeZone) ?? Number.NaN,
    zoneOf: (from) => of(from).zone,
    documentOf(event, from, arrivedMs) {
      const { timeZone, zone } = of(from);
      const ms = clock(event, timeZone);
      const document = view.document(event, ms);
      const context = contexts?.of(from.tenant);
      if (context === undefined) return document;
      view.hotValues(event, hot);
      const around = context.of(hot, { timeMs: ms ?? arrivedMs, arrivedMs, zone }, furtherEnds(document.fields));
      return around === undefined ? document : { ...document, fields: withContext(document.fields, contextFields(around)) };
    },
    hotValues: view.hotValues,
  };
}
