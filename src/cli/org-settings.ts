import { readFile } from "node:fs/promises";
import { JSON_SCHEMA, load } from "js-yaml";
import type { z } from "zod";
import type { Setting, SettingList, SettingVersion, SettingVersionList } from "../contract/settings.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { column, escaped, plain } from "./terminal-text.ts";
import { timeOption } from "./time-option.ts";

const USAGE = `usage: vigie org settings TENANT [KIND] [--at TIME] [--versions] [--json]
       vigie org settings TENANT KIND --file FILE --seen N --reason TEXT [--from TIME] [--json]

How the service works for an organisation. With KIND: the document that holds, as a file to change; what version it is
stands on standard error. docs/settings.md describes the kinds.

  vigie org settings acme holidays > holidays.json
  vigie org settings acme holidays --file holidays.json --seen 3 --reason "closed on 24 December"

  --at TIME      what held then: 2026-03-01, 2026-03-01T10:15:00Z, 30d before now
  --versions     all versions of KIND, the newest first
  --file FILE    write the next version; JSON or YAML. Where both sides have to agree it waits for the other one
  --seen N       the last version when the file was made: refused if somebody wrote another since
  --reason TEXT  for those who ask later
  --from TIME    from when it shall hold; default: as soon as it is decided
  --json         the whole answer
${PLATFORM_USAGE}

Exit code: 0 done, 2 the command or the file was wrong.`;

const OPTIONS = {
  ...PLATFORM_OPTIONS, json: { type: "boolean" }, at: { type: "string" }, versions: { type: "boolean" }, file: { type: "string" }, seen: { type: "string" }, reason: { type: "string" }, from: { type: "string" },
} as const;

type Asked = { readonly platform: Platform; readonly tenant: string; readonly isJson: boolean };

/** `vigie org settings`. */
export const orgSettings: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, kind, more] = positionals;
  if (tenant === undefined || more !== undefined) throw new UsageError("name the organisation, then one kind of setting or none");
  const asked: Asked = { platform: platformOf(values), tenant, isJson: values.json === true };
  const at = values.at === undefined ? "" : `?at=${encodeURIComponent(timeOption("at", values.at, Date.now()))}`;
  if (kind === undefined) {
    if (values.file !== undefined || values.versions === true) throw new UsageError("--file and --versions are about one kind: name it");
    return showAll(asked, at, terminal);
  }
  if (values.versions === true) return showVersions(asked, kind, terminal);
  return values.file === undefined ? showOne(asked, kind, at, terminal) : save(asked, kind, { ...values, file: values.file }, terminal);
}

async function showAll({ platform, tenant, isJson }: Asked, at: string, terminal: Terminal): Promise<number> {
  const { settings }: z.infer<typeof SettingList> = await getAnswer(platform, `${pathOf("tenants", tenant, "settings")}${at}`);
  if (!isJson) terminal.out.write(`${[column("KIND", KIND), "VERSION", column("SINCE", TIME), column("BY", WHO), "NEXT"].join("  ")}\n`);
  for (const setting of settings) terminal.out.write(isJson ? `${JSON.stringify(setting)}\n` : `${row(setting)}\n`);
  return EXIT.done;
}

const KIND = 24;
const TIME = 24;
const WHO = 24;

const row = ({ kind, inForce, planned, proposal }: Setting): string =>
  [column(kind, KIND), String(inForce.version).padStart(7), column(inForce.version === 0 ? "the platform's default" : (inForce.validFrom ?? ""), TIME), column(inForce.author, WHO), nextText(planned, proposal)].join("  ").trimEnd();

function nextText(planned: SettingVersion | null, proposal: SettingVersion | null): string {
  const begins = planned === null ? [] : [`version ${planned.version} from ${planned.validFrom ?? ""}`];
  const waits = proposal === null ? [] : [`version ${proposal.version} of ${plain(proposal.author)} (${proposal.side}) waits for the other side`];
  return [...begins, ...waits].join("; ");
}

async function showOne({ platform, tenant, isJson }: Asked, kind: string, at: string, terminal: Terminal): Promise<number> {
  const setting: Setting = await getAnswer(platform, `${pathOf("tenants", tenant, "settings", kind)}${at}`);
  const { inForce, planned, proposal, latest } = setting;
  terminal.out.write(isJson ? `${JSON.stringify(setting)}\n` : `${JSON.stringify(inForce.document, undefined, 2).split("\n").map(escaped).join("\n")}\n`);
  if (isJson) return EXIT.done;
  const next = nextText(planned, proposal);
  terminal.err.write(`version ${inForce.version}, since ${inForce.validFrom ?? ""}, by ${plain(inForce.author)}${next === "" ? "" : `; ${next}`}. To change it: --seen ${latest}\n`);
  return EXIT.done;
}

async function showVersions({ platform, tenant, isJson }: Asked, kind: string, terminal: Terminal): Promise<number> {
  for (let after: number | null = 0; after !== null;) {
    const page: z.infer<typeof SettingVersionList> = await getAnswer(platform, `${pathOf("tenants", tenant, "settings", kind, "versions")}${after === 0 ? "" : `?after=${after}`}`);
    for (const version of page.versions) terminal.out.write(isJson ? `${JSON.stringify(version)}\n` : versionText(version));
    after = page.next;
  }
  return EXIT.done;
}

const STATES = { proposed: "waits", in_force: "in force", refused: "refused", withdrawn: "withdrawn" } as const;

function versionText({ version, state, author, side, proposedAt, reason, validFrom, decision }: SettingVersion): string {
  const decided = decision === null ? "" : `, by ${plain(decision.by)} (${decision.side}) at ${decision.at}${decision.reason === null ? "" : `: ${plain(decision.reason)}`}`;
  return `${version}  ${proposedAt}  ${plain(author)} (${side}): ${plain(reason)}\n   ${STATES[state]}${validFrom === null ? "" : ` from ${validFrom}`}${decided}\n`;
}

type Change = { readonly file: string; readonly seen?: string | undefined; readonly reason?: string | undefined; readonly from?: string | undefined };

async function save({ platform, tenant, isJson }: Asked, kind: string, { file, seen = "", reason, from }: Change, terminal: Terminal): Promise<number> {
  if (!/^\d{1,9}$/.test(seen)) throw new UsageError("say from which version the file was made: --seen N; vigie org settings TENANT KIND tells it");
  if (reason === undefined) throw new UsageError("say why: --reason TEXT");
  const document = await readDocument(file);
  const body = { document, reason, ...(from === undefined ? {} : { from: timeOption("from", from, Date.now()) }) };
  const saved: SettingVersion = await sendChange(platform, pathOf("tenants", tenant, "settings", kind), body, { method: "PUT", headers: { "if-match": `"${seen}"` } });
  terminal.out.write(isJson ? `${JSON.stringify(saved)}\n` : `version ${saved.version} ${saved.state === "proposed" ? `waits for somebody of the ${saved.side === "client" ? "provider" : "client"} to agree` : `holds from ${saved.validFrom ?? ""}`}\n`);
  return EXIT.done;
}

/** YAML without its types: a date stays the text that it is. JSON is YAML too. */
async function readDocument(file: string): Promise<unknown> {
  try {
    return load(await readFile(file, "utf8"), { schema: JSON_SCHEMA, filename: file });
  } catch (error) {
    throw new DomainError("invalid", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
