import type { SourceStatus, SourceStatuses } from "../contract/collection.ts";
import type { AdoptStep, UnclaimedSenders } from "../contract/quarantine.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, stepsOf } from "./platform-client.ts";
import { amount, column, cut, duration, number, plain, plainLines } from "./terminal-text.ts";

const USAGE = `usage: vigie sources TENANT [--json]
       vigie sources --unclaimed [--json]
       vigie sources --adopt [--json]

How the log sources of an organisation are: when they were heard last, what became of today's lines, which technology
they really are, and which fields went missing since yesterday.

  --unclaimed    senders that no source claims, each with what to write into the configuration
  --adopt        after that, and a restart: give their lines to the sources that claim them now
  --json         the whole answer
${PLATFORM_USAGE}`;

/** `vigie sources`. */
export const sources: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" }, unclaimed: { type: "boolean" }, adopt: { type: "boolean" } });
  const [tenant, ...more] = positionals;
  const asked = [tenant !== undefined, values.unclaimed === true, values.adopt === true].filter(Boolean);
  if (asked.length !== 1 || more.length > 0) throw new UsageError("name one organisation, or give --unclaimed or --adopt");
  const platform = platformOf(values);
  const isJson = values.json === true;
  if (values.adopt === true) return adopt(platform, terminal, isJson);
  if (tenant === undefined) {
    const answer = await getAnswer<UnclaimedSenders>(platform, pathOf("unclaimed"));
    terminal.out.write(isJson ? `${JSON.stringify(answer)}\n` : unclaimedText(answer, terminal.out.columns ?? 120));
    return EXIT.done;
  }
  const answer = await getAnswer<SourceStatuses>(platform, pathOf("tenants", tenant, "collection", "sources"));
  terminal.out.write(isJson ? `${JSON.stringify(answer)}\n` : statusText(answer));
  return EXIT.done;
}

async function adopt(platform: Platform, terminal: Terminal, isJson: boolean): Promise<number> {
  for await (const step of stepsOf<AdoptStep>(platform, pathOf("unclaimed", "adopt"), {})) {
    if (isJson) terminal.out.write(`${JSON.stringify(step)}\n`);
    if (step.type !== "result") continue;
    const rows = step.sources.map(({ tenant, source, lines }) => `${amount(lines, "line")} to ${plain(tenant)}/${plain(source)}\n`);
    if (!isJson) terminal.out.write(`${rows.join("")}${number(step.adopted)} of ${amount(step.looked, "unclaimed line")} found their source\n`);
    return EXIT.done;
  }
  throw new DomainError("invalid", "The answer broke off before its end: ask again.");
}

const NAME = 24;
const HEARD = 22;
const COUNT = 12;

function statusText({ sources: list }: SourceStatuses): string {
  if (list.length === 0) return "no sources: the configuration names none\n";
  const header = [column("SOURCE", NAME), column("HEARD", HEARD), ...["LINES TODAY", "QUARANTINED", "DROPPED"].map((name) => name.padStart(COUNT)), "TECHNOLOGY"].join("  ");
  return `${header}\n${list.map(rowOf).join("")}`;
}

function rowOf(status: SourceStatus): string {
  const { source, configured, technology, today, fields } = status;
  const counts = [today.received, today.quarantined, today.dropped].map((count) => number(count).padStart(COUNT));
  const row = [column(source, NAME), column(heard(status), HEARD), ...counts, plain(technology.seen[0]?.technology ?? technology.labelled ?? "")].join("  ");
  const gone = fields.filter(({ dropped }) => dropped).map(({ field }) => plain(field));
  const notes = [
    ...(configured ? [] : ["the configuration does not name it any more"]),
    ...(technology.wrong ? [`labelled ${technology.labelled ?? ""}, but is ${technology.seen[0]?.technology ?? "something else"}`] : []),
    ...(today.lag.ahead > 0 ? [`its clock runs ahead: ${amount(today.lag.ahead, "event")} come from the future`] : []),
    ...(gone.length === 0 ? [] : [`fields that went missing: ${gone.slice(0, 10).join(", ")}`]),
  ];
  return `${row}\n${notes.map((note) => `  ! ${plain(note)}\n`).join("")}`;
}

function heard({ lastHour, silent, silentSeconds }: SourceStatus): string {
  if (lastHour === null) return "never";
  return silent ? `silent for ${duration((silentSeconds ?? 0) * 1000)}` : "within the hour";
}

function unclaimedText({ senders }: UnclaimedSenders, width: number): string {
  if (senders.length === 0) return "every sender is claimed\n";
  return senders
    .map(({ asset, sender, collector, technology, confidence, lines, last, sample, configuration }) => {
      const like = technology === null ? "nothing known" : `${technology} (${Math.round(confidence * 100)} %)`;
      const about = `${plain(asset)} (${plain(sender)}, through ${plain(collector)}): ${amount(lines, "line")} that look like ${plain(like)}, the last at ${plain(last)}`;
      return `${about}\n  ${cut(sample, Math.max(20, width - 2))}\n${plainLines(configuration.trimEnd()).replace(/^/gm, "    ")}\n\n`;
    })
    .join("");
}
