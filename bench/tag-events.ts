// The same events for engines that are told the log source instead of finding it.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import type { Event } from "../src/core/index.ts";
import { Detector, type LogSourceMap, type Matcher, type Rule } from "../src/detect/index.ts";
import type { Pack } from "../src/packs/index.ts";
import { chunksOf, newReader, readChunk } from "./events.ts";

type Route = LogSourceMap["routes"][number];

// The most general of the categories of one event; rsigma-pipeline.yml tells the others apart.
const GENERAL = "registry_event";
// An event that is of no category is of none, not of any.
const NONE = "none";

/** Writes each event with its product, service and category, and the fields of its category under Sigma's names. */
export async function tagEvents(from: string, to: string, { rules, logsources }: Pack): Promise<number> {
  const { matcher } = new Detector(rules, { logsources });
  const rule = rules.rules[0]!;
  const out = createWriteStream(to);
  const reader = newReader();
  let count = 0;
  for await (const chunk of chunksOf(from)) {
    let text = "";
    readChunk(chunk, reader, (event) => {
      count++;
      text += `${JSON.stringify(tagged(event, logsources, matcher, rule))}\n`;
    });
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return count;
}

function tagged(event: Event, logsources: readonly LogSourceMap[], matcher: Matcher, anyRule: Rule): object {
  const { product, channel, code, fields } = event;
  const routes = logsources.filter((map) => map.product === product).flatMap((map) => map.routes).filter((route) => takes(route, channel, code));
  const categories = routes.flatMap(({ category }) => category ?? []);
  const category = categories.includes(GENERAL) ? GENERAL : categories[0];
  const service = routes.find((route) => route.service !== undefined)?.service;
  // A rule for the event's category, or else its service, sees what the fields stand for.
  const rule: Rule = { ...anyRule, logsource: { product, ...(category !== undefined ? { category } : service !== undefined && { service }) } };
  const named: Record<string, unknown> = {};
  for (const name of new Set(routes.flatMap((route) => Object.keys(route.fields ?? {})))) {
    const value = matcher.read(rule, event, name);
    if (value !== undefined) named[name] = value;
  }
  return { ...fields, ...named, product, service: service ?? NONE, category: category ?? NONE };
}

const takes = (route: Route, channel: string, code: Event["code"]): boolean =>
  has(route.channel, channel) && (route.code === undefined || (code !== undefined && has(route.code, String(code))));

const has = (names: readonly string[] | undefined, name: string): boolean =>
  names === undefined || names.some((one) => one.toLowerCase() === name.toLowerCase());
