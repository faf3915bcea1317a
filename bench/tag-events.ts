// The same events for engines that are told the log source instead of finding it.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import type { Event } from "../src/core/index.ts";
import type { LogSourceMap } from "../src/detect/index.ts";
import { chunksOf, newReader, readChunk } from "./events.ts";

type Route = LogSourceMap["routes"][number];

// The most general of the categories of one event; rsigma-pipeline.yml tells the others apart.
const GENERAL = "registry_event";

/** Writes each event with its product, service and category, and the fields of its category under Sigma's names. */
export async function tagEvents(from: string, to: string, logsources: readonly LogSourceMap[]): Promise<number> {
  const out = createWriteStream(to);
  const reader = newReader();
  let count = 0;
  for await (const chunk of chunksOf(from)) {
    let text = "";
    readChunk(chunk, reader, (event) => {
      count++;
      text += `${JSON.stringify(tagged(event, logsources))}\n`;
    });
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return count;
}

function tagged({ product, channel, code, fields }: Event, logsources: readonly LogSourceMap[]): object {
  const routes = logsources.filter((map) => map.product === product).flatMap((map) => map.routes).filter((route) => takes(route, channel, code));
  const categories = routes.flatMap(({ category }) => category ?? []);
  const category = categories.includes(GENERAL) ? GENERAL : categories[0];
  const service = routes.find((route) => route.service !== undefined)?.service;
  const named: Record<string, unknown> = {};
  for (const route of routes) {
    for (const [name, source] of Object.entries(route.fields ?? {})) {
      const from = typeof source === "string" ? [source] : [source.from].flat();
      const value = from.map((one) => fields[one]).find((one) => one !== undefined);
      if (value !== undefined) named[name] = value;
    }
  }
  // Numbers of processes and the like stay in the spelling of the product: rsigma cannot be blamed for that.
  return { ...fields, ...named, product, ...(service !== undefined && { service }), ...(category !== undefined && { category }) };
}

const takes = (route: Route, channel: string, code: Event["code"]): boolean =>
  has(route.channel, channel) && (route.code === undefined || (code !== undefined && has(route.code, String(code))));

const has = (names: readonly string[] | undefined, name: string): boolean =>
  names === undefined || names.some((one) => one.toLowerCase() === name.toLowerCase());
