// Organisations of a running platform.
import type { z } from "zod";
import type { RemovedTenantList, TenantDetail } from "../contract/organisations.ts";
import type { TenantList } from "../contract/tenants.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { amount, column, plain } from "./terminal-text.ts";

type Detail = z.infer<typeof TenantDetail>;

const JSON_USAGE = `  --json         the whole answer
${PLATFORM_USAGE}`;

const LIST = `usage: vigie org list [--removed] [--json]

The organisations, or with --removed those that are not at work any more.

${JSON_USAGE}`;

const SHOW = `usage: vigie org show TENANT [--json]

${JSON_USAGE}`;

const CREATE = `usage: vigie org create TENANT NAME [--retention-days N] [--json]

Makes an organisation. TENANT is its id for ever: lower-case letters, digits and hyphens. Log sources are named in the
configuration; an organisation that stands there belongs to it.

  --retention-days N  how long events stay searchable; default: 183
${JSON_USAGE}`;

const RENAME = `usage: vigie org rename TENANT NAME [--json]

${JSON_USAGE}`;

const ARCHIVE = `usage: vigie org archive TENANT --reason TEXT [--restore] [--json]

Takes an organisation out of work. What it has is kept; to every route it does not exist until it is restored.

  --reason TEXT  for those who ask later
  --restore      bring it back
${JSON_USAGE}`;

const OPTIONS = { ...PLATFORM_OPTIONS, json: { type: "boolean" } } as const;

/** `vigie org list`. */
export const orgList: Command = {
  usage: LIST,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...OPTIONS, removed: { type: "boolean" } });
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much: vigie org show shows one organisation`);
    return values.removed === true ? listRemoved(platformOf(values), terminal, values.json === true) : listAtWork(platformOf(values), terminal, values.json === true);
  },
};

async function listAtWork(platform: Platform, terminal: Terminal, isJson: boolean): Promise<number> {
  const { tenants }: z.infer<typeof TenantList> = await getAnswer(platform, pathOf("tenants"));
  if (!isJson) terminal.out.write(`${tenants.length === 0 ? "no organisations" : [column("ID", ID), column("NAME", NAME), "SOURCES", "RETENTION"].join("  ")}\n`);
  for (const one of tenants) terminal.out.write(isJson ? `${JSON.stringify(one)}\n` : `${[column(one.id, ID), column(one.name, NAME), String(one.sources).padStart(7), amount(one.retentionDays, "day")].join("  ")}\n`);
  return EXIT.done;
}

async function listRemoved(platform: Platform, terminal: Terminal, isJson: boolean): Promise<number> {
  for (let after: string | null = ""; after !== null;) {
    const page: z.infer<typeof RemovedTenantList> = await getAnswer(platform, `${pathOf("removed-tenants")}${after === "" ? "" : `?after=${encodeURIComponent(after)}`}`);
    for (const one of page.organisations) terminal.out.write(isJson ? `${JSON.stringify(one)}\n` : detailText(one));
    after = page.next;
  }
  return EXIT.done;
}

/** `vigie org show`. */
export const orgShow: Command = {
  usage: SHOW,
  run: (args, terminal) => answer(args, terminal, 1, (platform, [tenant = ""]) => getAnswer(platform, pathOf("tenants", tenant))),
};

/** `vigie org create`. */
export const orgCreate: Command = {
  usage: CREATE,
  run: (args, terminal) =>
    answer(args, terminal, 2, (platform, [id, name], { "retention-days": days }) => {
      if (days !== undefined && !/^\d{1,4}$/.test(days)) throw new UsageError(`--retention-days ${days}: give a number of days`);
      return sendChange(platform, pathOf("tenants"), { id, name, ...(days === undefined ? {} : { retentionDays: Number(days) }) });
    }),
};

/** `vigie org rename`. */
export const orgRename: Command = {
  usage: RENAME,
  run: (args, terminal) => answer(args, terminal, 2, (platform, [tenant = "", name]) => sendChange(platform, pathOf("tenants", tenant), { name }, { method: "PUT" })),
};

/** `vigie org archive`. */
export const orgArchive: Command = {
  usage: ARCHIVE,
  run: (args, terminal) =>
    answer(args, terminal, 1, (platform, [tenant = ""], { reason, restore }) => {
      if (reason === undefined) throw new UsageError("say why: --reason TEXT");
      return sendChange(platform, restore === true ? pathOf("removed-tenants", tenant, "restore") : pathOf("tenants", tenant, "archive"), { reason });
    }),
};

type Values = { readonly "retention-days"?: string | undefined; readonly reason?: string | undefined; readonly restore?: boolean | undefined };

async function answer(args: readonly string[], terminal: Terminal, words: number, ask: (platform: Platform, words: readonly string[], values: Values) => Promise<Detail>): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...OPTIONS, "retention-days": { type: "string" }, reason: { type: "string" }, restore: { type: "boolean" } });
  if (positionals.length !== words) throw new UsageError(words === 1 ? "name one organisation" : "name one organisation by its id, then what people call it, in quotes");
  const detail = await ask(platformOf(values), positionals, values);
  terminal.out.write(values.json === true ? `${JSON.stringify(detail)}\n` : detailText(detail));
  return EXIT.done;
}

const ID = 24;
const NAME = 40;

const detailText = ({ id, name, origin, retentionDays, since, removedAt }: Detail): string =>
  `${plain(id)}  ${plain(name)}\n  ${origin === "configuration" ? "of the configuration" : "made over the API"}, since ${since}${removedAt === null ? "" : `, archived since ${removedAt}`}; events are kept ${amount(retentionDays, "day")}\n`;
