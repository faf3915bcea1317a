// How the connectors to an organisation's ITSM stand.
import type { z } from "zod";
import type { Connector, ConnectorKinds, Connectors, ConnectorWrites } from "../contract/connectors.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut, escaped, plain } from "./terminal-text.ts";

type Shown = z.infer<typeof Connector>;

const OPTIONS = { ...PLATFORM_OPTIONS, json: { type: "boolean" } } as const;

/** `vigie connector kinds`. */
export const connectorKinds: Command = {
  usage: `usage: vigie connector kinds [--json]\n\nFor which systems there are connectors, and what each can do.\n\n  --json         one line of JSON each\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError("it takes no name");
    const { kinds } = await getAnswer<z.infer<typeof ConnectorKinds>>(platformOf(values), "/v1/connector-kinds");
    for (const one of kinds) terminal.out.write(values.json === true ? `${JSON.stringify(one)}\n` : `${column(one.kind, 18)}  ${column(one.product, 44)}  secrets: ${one.secrets.join(", ")}\n`);
    return EXIT.done;
  },
};

/** `vigie connector list`. */
export const connectorList: Command = {
  usage: `usage: vigie connector list TENANT [--json]\n\nThe connectors of an organisation, and how they stand.\n\n  --json         one line of JSON each\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, OPTIONS);
    const [tenant, more] = positionals;
    if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
    const { connectors } = await getAnswer<z.infer<typeof Connectors>>(platformOf(values), pathOf("tenants", tenant, "connectors"));
    for (const one of connectors) terminal.out.write(values.json === true ? `${escaped(JSON.stringify(one))}\n` : `${[column(one.id, 36), column(plain(one.name), 20), column(one.use, 8), cut(one.status.words, 100)].join("  ")}\n`);
    return EXIT.done;
  },
};

/** `vigie connector show`. */
export const connectorShow: Command = {
  usage: `usage: vigie connector show TENANT CONNECTOR [--json]\n\nOne connector: how it stands, what is to be written, what the last probe saw.\n\n  --json         as JSON, to be changed and given to "vigie connector change"\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, OPTIONS);
    const [tenant, id, more] = positionals;
    if (tenant === undefined || id === undefined || more !== undefined) throw new UsageError("name the organisation, then the connector");
    const shown = await getAnswer<Shown>(platformOf(values), pathOf("tenants", tenant, "connectors", id));
    terminal.out.write(values.json === true ? `${escaped(JSON.stringify(shown, undefined, 2))}\n` : textOf(shown));
    return EXIT.done;
  },
};

/** A connector as people read it. */
export function textOf({ name, product, url, use, hook, status: { words, writes, tickets, lastSuccessAt }, probe }: Shown): string {
  const checks = probe === null ? ["  not probed yet"] : [`  ${probe.ok ? "ok" : "failed"} at ${probe.at}, ${probe.version ?? "version unknown"}, as ${probe.account ?? "nobody"}`, ...probe.checks.map(({ name: what, ok, words: said }) => `  ${ok ? "✓" : "✗"} ${what}: ${said}`)];
  const lines = [
    `${name}: ${product} at ${url}, ${use}`, words,
    `to write ${writes.queued}, unknown ${writes.unknown}, refused ${writes.refused}, confirmed ${writes.confirmed} · tickets open ${tickets.open}, gone ${tickets.gone}${tickets.missing === 0 ? "" : `, not to be seen ${tickets.missing}`}${tickets.foreign === 0 ? "" : `, of others ${tickets.foreign}`} · last in step ${lastSuccessAt ?? "never"}`,
    ...(hook === null ? [] : [`hints: POST ${hook}`]), "probe:", ...checks,
  ];
  return lines.map((line) => `${plain(line)}\n`).join("");
}

const STATES = ["open", "refused", "confirmed", "dropped"] as const;

/** `vigie connector writes`. */
export const connectorWrites: Command = {
  usage: `usage: vigie connector writes TENANT CONNECTOR [--state ${STATES.join("|")}] [--json]\n\nWhat is to be written there, what was, and what was refused and what to do about it; the newest first.\n\n  --json         one line of JSON each\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...OPTIONS, state: { type: "string" } } as const);
    const [tenant, id, more] = positionals;
    if (tenant === undefined || id === undefined || more !== undefined) throw new UsageError("name the organisation, then the connector");
    const query = values.state === undefined ? "" : `?state=${oneOf("state", values.state, STATES)}`;
    const { writes } = await getAnswer<z.infer<typeof ConnectorWrites>>(platformOf(values), `${pathOf("tenants", tenant, "connectors", id, "writes")}${query}`);
    for (const one of writes) {
      const { id: number, ticketKey, kind, state, text, words, todo } = one;
      terminal.out.write(values.json === true ? `${escaped(JSON.stringify(one))}\n` : `${[column(String(number), 8), column(ticketKey, 14), column(kind, 8), column(state, 10), cut([text ?? "", words ?? "", todo ?? ""].filter((part) => part !== "").join(" · "), 160)].join("  ")}\n`);
    }
    return EXIT.done;
  },
};
