import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { EXIT, oneOf, parseOptions, UsageError, type Command } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, streamOf } from "./platform-client.ts";

/** `vigie incident export`. */
export const incidentExport: Command = {
  usage: `usage: vigie incident export TENANT INCIDENT [--format markdown|json] [--language en|fr] > FILE

An incident with its whole thread, its alerts with rules, versions, sources and events: what the side of the key may see.

  INCIDENT       its id or reference
  --format F     default: markdown
  --language L   of Markdown; default: the organisation's
${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals: [tenant, named, more] } = parseOptions(args, { ...PLATFORM_OPTIONS, format: { type: "string" }, language: { type: "string" } });
    if (tenant === undefined || named === undefined || more !== undefined) throw new UsageError("name the organisation, then the incident");
    const format = oneOf("format", values.format ?? "markdown", ["markdown", "json"]);
    const language = values.language === undefined ? "" : `?language=${oneOf("language", values.language, ["en", "fr"])}`;
    const path = pathOf("tenants", tenant, "incidents", named, "export");
    await pipeline(Readable.fromWeb(await streamOf(platformOf(values), format === "json" ? path : `${path}/markdown${language}`)), terminal.out, { end: false });
    return EXIT.done;
  },
};

/** `vigie incident register`. */
export const incidentRegister: Command = {
  usage: `usage: vigie incident register TENANT [--since TIME] [--until TIME] > FILE

The register of an organisation's incidents as CSV, in the order of their numbers.

  --since TIME   opened since; as 2026-11-24T00:00:00Z
  --until TIME   opened before
${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals: [tenant, more] } = parseOptions(args, { ...PLATFORM_OPTIONS, since: { type: "string" }, until: { type: "string" } });
    if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
    const { since, until } = values;
    const query = new URLSearchParams({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }).toString();
    await pipeline(Readable.fromWeb(await streamOf(platformOf(values), `${pathOf("tenants", tenant, "incident-register", "csv")}${query === "" ? "" : `?${query}`}`)), terminal.out, { end: false });
    return EXIT.done;
  },
};
