import type { AlertRow } from "../../data/alerts.ts";

const AROUND_MS = 30 * 60_000;

const quoted = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"`;

/** The hunt half an hour around an alert, about what it is about. */
export function huntOf({ tenant, entity, firstTime, lastTime }: Pick<AlertRow, "tenant" | "entity" | "firstTime" | "lastTime">): { org: string; q: string; since: string; until: string } {
  const fields = { asset: ["host.name"], host: ["host.name"], user: ["user.name"], address: ["source.ip", "destination.ip"], none: [] } as const;
  const value = entity.kind === "asset" ? `${entity.name}*` : entity.name;
  const q = fields[entity.kind].map((field) => `${field}: ${entity.kind === "asset" ? value : quoted(value)}`).join(" or ");
  return { org: tenant, q, since: new Date(Date.parse(firstTime) - AROUND_MS).toISOString(), until: new Date(Date.parse(lastTime) + AROUND_MS).toISOString() };
}
