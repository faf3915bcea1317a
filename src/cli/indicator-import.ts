import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { z } from "zod";
import type { IndicatorList } from "../contract/indicators.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { countsText, SCOPE_USAGE, scopeOf } from "./indicator.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie indicator import (TENANT | --provider) FILE --name NAME --source SOURCE --format FORMAT [--column FIELD=COLUMN]…

Imports a file of indicators into the list of that name. What the file does not name any more is not matched any more.

${SCOPE_USAGE}
  --name NAME      of the list, the same at each import of it
  --source SOURCE  who says so: shown with each match
  --format FORMAT  csv, misp (an event as JSON) or stix (a bundle of STIX 2.1)
  --column F=C     of a CSV file: which column is what; value is needed, type, confidence, tlp, validFrom, validUntil,
                   tags and reference are known
  --delimiter D    between columns: , ; | or tab; default: ,
  --tlp TLP        of indicators that have none: CLEAR, GREEN, AMBER, AMBER+STRICT, RED; default: AMBER
  --confidence N   of indicators that have none: 0 to 100; default: 50
  --until TIME     end of indicators that name none, as 2027-01-31T00:00:00Z
  --subdomains     a domain stands for all below it, too
  --json           the whole answer
${PLATFORM_USAGE}

Exit code: 0 done, 1 some entries were refused, 2 the command or the file was wrong.`;

/** `vigie indicator import`. */
export const indicatorImport: Command = { usage: USAGE, run };

const OPTIONS = {
  ...PLATFORM_OPTIONS, provider: { type: "boolean" }, name: { type: "string" }, source: { type: "string" }, format: { type: "string" }, column: { type: "string", multiple: true }, delimiter: { type: "string" },
  tlp: { type: "string" }, confidence: { type: "string" }, until: { type: "string" }, subdomains: { type: "boolean" }, json: { type: "boolean" },
} as const;
const FORMATS = ["csv", "misp", "stix"] as const;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { parts, rest: [path, more] } = scopeOf(positionals, values.provider === true);
  if (path === undefined || more !== undefined) throw new UsageError("name one file");
  const { name, source } = values;
  if (name === undefined || source === undefined) throw new UsageError("name the list (--name) and who says so (--source)");
  const format = oneOf("format", values.format ?? "", FORMATS);
  const file = await readFile(path, "utf8").catch((error: Error) => {
    throw new DomainError("invalid", `${path} cannot be read: ${error.message}`, { cause: error });
  });
  const asked = {
    name, source, format, fileName: basename(path), file,
    ...(format === "csv" ? { mapping: mappingOf(values.column ?? [], values.delimiter) } : {}),
    ...(values.tlp === undefined ? {} : { tlp: values.tlp.toUpperCase().replace(/^TLP:/, "") }),
    ...(values.confidence === undefined ? {} : { confidence: Number(values.confidence) }),
    ...(values.until === undefined ? {} : { validUntil: values.until }),
    withSubdomains: values.subdomains === true,
  };
  const done = await sendChange<z.infer<typeof IndicatorList>>(platformOf(values), pathOf(...parts), asked);
  terminal.out.write(values.json === true ? `${JSON.stringify(done)}\n` : `${plain(`list ${done.id}, ${done.name}`)}\n${countsText(done).split("\n").map(plain).join("\n")}\n`);
  return done.counts.refused > 0 ? EXIT.incomplete : EXIT.done;
}

function mappingOf(columns: readonly string[], delimiter: string | undefined): object {
  const pairs = columns.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError(`--column ${pair}: write FIELD=COLUMN, as value=ioc`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  if (!pairs.some(([field]) => field === "value")) throw new UsageError("say which column has the indicators: --column value=COLUMN");
  return { ...Object.fromEntries(pairs), ...(delimiter === undefined ? {} : { delimiter: delimiter === "tab" ? "\t" : delimiter }) };
}
