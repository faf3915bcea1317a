// What is done with connectors: added from a file, probed, tested, taken into use, stopped.
import { readFile } from "node:fs/promises";
import { parse as parseYaml } from "yaml";
import type { z } from "zod";
import type { AddedConnector, Connector, Connectors, ConnectorTest } from "../contract/connectors.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command } from "./command.ts";
import { textOf } from "./connector-show.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

type Shown = z.infer<typeof Connector>;

const FILES = `  FILE           YAML or JSON with name, kind, url and settings: docs/connectors.md
  --secrets F    YAML or JSON: name of the secret → secret`;
const FILE_OPTIONS = { ...PLATFORM_OPTIONS, secrets: { type: "string" } } as const;

/** `vigie connector add`. */
export const connectorAdd: Command = {
  usage: `usage: vigie connector add TENANT FILE [--secrets F]\n\nAdds a connector, out of use until it was probed. Prints what signs hints, this once.\n\n${FILES}\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, FILE_OPTIONS);
    const [tenant, file, more] = positionals;
    if (tenant === undefined || file === undefined || more !== undefined) throw new UsageError("name the organisation, then the file");
    const body = { ...(await mapIn(file)), ...(values.secrets === undefined ? {} : { secrets: await mapIn(values.secrets) }) };
    const { connector, hookSecret } = await sendChange<z.infer<typeof AddedConnector>>(platformOf(values), pathOf("tenants", tenant, "connectors"), body);
    terminal.out.write(`${plain(connector.id)}\n${textOf(connector)}secret of hints: ${plain(hookSecret)}\n`);
    return EXIT.done;
  },
};

/** `vigie connector change`. */
export const connectorChange: Command = {
  usage: `usage: vigie connector change TENANT CONNECTOR [FILE] [--secrets F]\n\nChanges address and settings to what the file says, and secrets where they are given.\n\n${FILES}\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, FILE_OPTIONS);
    const [tenant, id, file, more] = positionals;
    if (tenant === undefined || id === undefined || more !== undefined || (file === undefined && values.secrets === undefined)) throw new UsageError("name the organisation, the connector, and the file or --secrets");
    const platform = platformOf(values);
    const path = pathOf("tenants", tenant, "connectors", id);
    const { version } = await getAnswer<Shown>(platform, path);
    const { url, settings } = file === undefined ? {} : await mapIn(file);
    const changed = await sendChange<Shown>(platform, path, { seen: version, ...(url === undefined ? {} : { url }), ...(settings === undefined ? {} : { settings }), ...(values.secrets === undefined ? {} : { secrets: await mapIn(values.secrets) }) }, { method: "PATCH" });
    terminal.out.write(textOf(changed));
    return EXIT.done;
  },
};

/** `vigie connector probe`. */
export const connectorProbe: Command = {
  usage: `usage: vigie connector probe TENANT CONNECTOR\n\nSees whether address, account, rights and clock are well. Nothing is written there.\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
    const [tenant, id, more] = positionals;
    if (tenant === undefined || id === undefined || more !== undefined) throw new UsageError("name the organisation, then the connector");
    const shown = await sendChange<Shown>(platformOf(values), pathOf("tenants", tenant, "connectors", id, "probe"), {});
    terminal.out.write(textOf(shown));
    return shown.probe?.ok === true ? EXIT.done : EXIT.incomplete;
  },
};

/** `vigie connector test`. */
export const connectorTest: Command = {
  usage: `usage: vigie connector test TENANT CONNECTOR QUEUE\n\nMakes a ticket in a queue that says that there is nothing to do, reads it, comments on it and ends it.\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
    const [tenant, id, queue, more] = positionals;
    if (tenant === undefined || id === undefined || queue === undefined || more !== undefined) throw new UsageError("name the organisation, the connector and the queue");
    const { ok, steps } = await sendChange<z.infer<typeof ConnectorTest>>(platformOf(values), pathOf("tenants", tenant, "connectors", id, "test"), { queue });
    for (const { name, ok: isWell, words } of steps) terminal.out.write(`${isWell ? "✓" : "✗"} ${plain(name)}: ${plain(words)}\n`);
    return ok ? EXIT.done : EXIT.incomplete;
  },
};

const REASONED = { ...PLATFORM_OPTIONS, reason: { type: "string" } } as const;
const USES = ["on", "dry-run", "off"] as const;

/** `vigie connector use`. */
export const connectorUse: Command = {
  usage: `usage: vigie connector use TENANT CONNECTOR ${USES.join("|")} --reason TEXT\n\nTakes it into use, lets it show what it would do, or takes it out of use.\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, REASONED);
    const [tenant, id, use, more] = positionals;
    if (tenant === undefined || id === undefined || use === undefined || more !== undefined) throw new UsageError(`name the organisation, the connector and one of ${USES.join(", ")}`);
    terminal.out.write(textOf(await sendChange<Shown>(platformOf(values), pathOf("tenants", tenant, "connectors", id, "use"), { use: oneOf("use", use, USES), reason: said(values.reason) })));
    return EXIT.done;
  },
};

function reasonCommand(name: "stop" | "start" | "remove", does: string): Command {
  return {
    usage: `usage: vigie connector ${name} TENANT CONNECTOR --reason TEXT\n\n${does}\n${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals } = parseOptions(args, REASONED);
      const [tenant, id, more] = positionals;
      if (tenant === undefined || id === undefined || more !== undefined) throw new UsageError("name the organisation, then the connector");
      const after = await sendChange<Shown | z.infer<typeof Connectors>>(platformOf(values), pathOf("tenants", tenant, "connectors", id, name), { reason: said(values.reason) });
      terminal.out.write("connectors" in after ? "removed\n" : textOf(after));
      return EXIT.done;
    },
  };
}

export const connectorStop = reasonCommand("stop", "Stops all that it does; what is to go out waits. Both sides may.");
export const connectorStart = reasonCommand("start", "Lets it go on.");
export const connectorRemove = reasonCommand("remove", "Takes it out of use for good. Its tickets stay where they are.");

function writeCommand(name: "again" | "drop", does: string): Command {
  return {
    usage: `usage: vigie connector ${name} TENANT CONNECTOR WRITE --reason TEXT\n\n${does}\n\n  WRITE          its number, as "vigie connector writes" shows it\n${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals } = parseOptions(args, REASONED);
      const [tenant, id, write, more] = positionals;
      if (tenant === undefined || id === undefined || write === undefined || more !== undefined) throw new UsageError("name the organisation, the connector and the number");
      await sendChange(platformOf(values), pathOf("tenants", tenant, "connectors", id, "writes", write, name), { reason: said(values.reason) });
      terminal.out.write(`${name === "again" ? "It is tried again." : "It is let be."}\n`);
      return EXIT.done;
    },
  };
}

export const connectorAgain = writeCommand("again", "Tries again what was refused or dropped.");
export const connectorDrop = writeCommand("drop", "Lets be what is to be written.");

function said(reason: string | undefined): string {
  if (reason === undefined) throw new UsageError("say why: --reason TEXT");
  return reason;
}

async function mapIn(file: string): Promise<Readonly<Record<string, unknown>>> {
  const read: unknown = parseYaml(await readFile(file, "utf8"), { maxAliasCount: 0 });
  if (typeof read !== "object" || read === null || Array.isArray(read)) throw new DomainError("invalid", `${file}: it holds no map of names`);
  return read as Readonly<Record<string, unknown>>;
}
