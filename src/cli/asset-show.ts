import type { z } from "zod";
import type { AssetChangeList, AssetDetail, AssetList } from "../contract/cmdb.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie asset show TENANT ID|TEXT [--json]

One asset: each value with who said it and when, who else says otherwise, its relations, and what happened to it last.
A text that fits one asset does as well as an id.

${PLATFORM_USAGE}`;

/** `vigie asset show`. */
export const assetShow: Command = { usage: USAGE, run };

const SHOWN_CHANGES = 10;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  const [tenant, wanted, more] = positionals;
  if (tenant === undefined || wanted === undefined || more !== undefined) throw new UsageError("name the organisation, then the asset");
  const platform = platformOf(values);
  const asset = await find(platform, tenant, wanted);
  const { changes } = await getAnswer<z.infer<typeof AssetChangeList>>(platform, `${pathOf("tenants", tenant, "assets", asset.id, "history")}?limit=${SHOWN_CHANGES}`);
  terminal.out.write(values.json === true ? `${JSON.stringify({ ...asset, history: changes })}\n` : textOf(asset, changes));
  return EXIT.done;
}

async function find(platform: Platform, tenant: string, wanted: string): Promise<z.infer<typeof AssetDetail>> {
  const get = (id: string) => getAnswer<z.infer<typeof AssetDetail>>(platform, pathOf("tenants", tenant, "assets", id));
  const byText = `${pathOf("tenants", tenant, "assets")}?${new URLSearchParams({ text: wanted, limit: "5" }).toString()}`;
  const { assets } = await getAnswer<z.infer<typeof AssetList>>(platform, byText);
  if (assets.length > 1) throw new DomainError("invalid", `"${wanted}" fits ${assets.map(({ name, id }) => `${name} (${id})`).join(", ")}${assets.length === 5 ? " and maybe more" : ""}: give the id of one`);
  return get(assets[0]?.id ?? wanted);
}

function textOf(asset: z.infer<typeof AssetDetail>, changes: z.infer<typeof AssetChangeList>["changes"]): string {
  const { id, name, staleSince, values, sources, relations, teamDetail, serviceDetails } = asset;
  const lines = [`${name}  ${id}${staleSince === null ? "" : `  stale since ${staleSince}`}`];
  for (const [field, said] of Object.entries(values)) {
    for (const [i, { source, at, value }] of said.entries()) lines.push(`  ${column(i === 0 ? field : "", 13)} ${column(valueText(value), 50)} ${source}, ${at.slice(0, 10)}`);
  }
  for (const { source, freshness } of sources) if (freshness.words !== null) lines.push(`  ${source}: ${freshness.words}`);
  if (teamDetail !== null) lines.push(`  team: ${[teamDetail.name, teamDetail.contact, teamDetail.email, teamDetail.phone].filter((text) => text !== null).join(", ")}`);
  for (const service of serviceDetails) lines.push(`  carries ${service.name}${service.criticality === null ? " (not registered)" : `, criticality ${service.criticality}`}`);
  for (const { type, from, to } of relations) lines.push(`  ${from.name} ${type} ${to.name}`);
  for (const { at, kind, who, source } of changes) lines.push(`  ${at.slice(0, 19).replace("T", " ")}  ${kind} by ${who} (${source})`);
  return `${lines.map(plain).join("\n")}\n`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const { ip, zone } = value as { readonly ip?: string; readonly zone?: string | null };
  return ip === undefined ? JSON.stringify(value) : `${ip}${zone === null || zone === undefined ? "" : ` in ${zone}`}`;
}
