// What the platform reads, and lines put to it to see.
import type { z } from "zod";
import { LinesRead, ReadLines, type Technology as Told, TechnologyList } from "../contract/technologies.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { type EventRead, type LineRead, readLines, type Understanding } from "../live/index.ts";
import type { Technology } from "../normalise/index.ts";
import type { TechnologyFigures } from "../packs/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, looksAtNothing, type Routes } from "./routes.ts";

export type TechnologyDeps = Pick<RouteDeps, "now" | "tenants"> & { readonly understanding: Understanding; readonly technologies: readonly Technology[]; readonly figures: ReadonlyMap<string, TechnologyFigures> };

export const technologyRoutes = ({ now, tenants, understanding, technologies, figures }: TechnologyDeps): Routes => async (app) => {
  app.get("/v1/technologies", { schema: { ...about("technologies", "What is understood, and how well it is proven", "own"), response: answers(TechnologyList) } }, async () => ({ technologies: technologies.map((one) => present(one, figures.get(one.name))) }));

  app.post("/v1/tenants/:tenant/lines/read", { schema: { ...looksAtNothing(about("technologies", "What lines would become, or why they cannot be read; nothing is kept", "source:read")), params: TenantPath, body: ReadLines, response: answers(LinesRead) } }, async ({ params: { tenant }, body: { source, technology, lines } }) => {
    if (source !== undefined && tenants().find(({ id }) => id === tenant)?.sources.some(({ name }) => name === source) !== true) throw new DomainError("not_found", `${tenant} has no source ${source}.`);
    const read = readLines({ understanding, technologies, now }, { tenant, source, technology, lines });
    if (read === undefined) throw new DomainError("not_found", `There is no technology ${technology}: GET /v1/technologies lists those there are.`);
    return { lines: read.map(presentLine), technology: mostFrequent(read) };
  });
};

const present = ({ name, title, formats, aka, claims }: Technology, figures: TechnologyFigures | undefined): z.infer<typeof Told> => ({
  name, title, formats: [...formats], aka: [...aka],
  products: [...new Set(claims.map(({ product }) => product))].toSorted(),
  streams: [...new Set(claims.flatMap(({ channels }) => [...(channels ?? [])]))].filter((channel) => channel !== "").toSorted(),
  figures: figures === undefined ? null : { ...figures },
});

const presentLine = (line: LineRead): z.infer<typeof LinesRead>["lines"][number] => ("reason" in line ? { reason: line.reason, events: [] } : { reason: null, events: line.events.map(presentEvent) });

const presentEvent = ({ technology, confidence, event: { product, channel, code, host }, timeMs, document }: EventRead): z.infer<typeof LinesRead>["lines"][number]["events"][number] => ({
  technology, confidence, product, stream: channel, code: code === undefined ? null : String(code), host: host ?? null,
  time: Number.isNaN(timeMs) ? null : new Date(timeMs).toISOString(),
  fields: { ...document },
});

function mostFrequent(lines: readonly LineRead[]): string | null {
  const counts = new Map<string, number>();
  for (const line of lines) if (!("reason" in line)) for (const { technology } of line.events) counts.set(technology, (counts.get(technology) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
