import type { Config, SourceConfig } from "../config/index.ts";
import { DomainError, type Event } from "../core/index.ts";
import type { Understanding } from "../live/index.ts";
import { createEcsView, createEventClock, findTechnology, hintFor, type Hint, type MappingRefusal, type Recognition, type Technology } from "../normalise/index.ts";
import { readShippedTechnologies } from "../packs/index.ts";
import type { SourceRef } from "../sources/index.ts";

type Known = { readonly hint: Hint; readonly label: string | undefined; readonly timeZone: string };

/** What the shipped technologies and the configured sources say of lines. A mapping that cannot be used is left out, and told to `refuse`. Throws where a source is of a technology that there is not. */
export async function understandingOf(config: Pick<Config, "tenants">, refuse: (refusal: MappingRefusal) => void = () => {}): Promise<Understanding & { readonly technologies: readonly Technology[] }> {
  const technologies = await readShippedTechnologies(refuse);
  const view = createEcsView(technologies);
  const clock = createEventClock();
  const unlabelled = hintFor(technologies);
  const unknown: Known = { hint: unlabelled, label: undefined, timeZone: "UTC" };
  const sources = new Map(config.tenants.flatMap(({ id, sources: list }) => list.map((source) => [`${id}/${source.name}`, known(source)] as const)));
  const of = ({ tenant, source }: SourceRef): Known => sources.get(`${tenant}/${source}`) ?? unknown;

  function known({ name, technology, timezone }: SourceConfig): Known {
    if (technology === undefined) return { hint: { ...unlabelled, timeZone: timezone }, label: undefined, timeZone: timezone };
    const found = findTechnology(technologies, technology);
    if (found === undefined) throw new DomainError("invalid", `Source ${name}: there is no technology ${technology}; the folders of content/technologies are those there are.`);
    return { hint: { ...hintFor(technologies, found), timeZone: timezone }, label: found.technology.name, timeZone: timezone };
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
  return {
    technologies,
    hintOf: (from) => of(from).hint,
    labelOf: (from) => of(from).label,
    technologyOf,
    timeOf: (event, from) => clock(event, of(from).timeZone) ?? Number.NaN,
    documentOf: (event, from) => view.document(event, clock(event, of(from).timeZone)),
    hotValues: view.hotValues,
  };
}
