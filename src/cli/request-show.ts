import type { z } from "zod";
import type { Request } from "../contract/requests.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { escaped, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie request show TENANT REQUEST [--json]

What the team reads: what to do, on what and where, by when, how it is proven; and what was said.

  REQUEST        its id or reference
  --json         all that is known
${PLATFORM_USAGE}`;

/** `vigie request show`. */
export const requestShow: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  const [tenant, named, more] = positionals;
  if (tenant === undefined || named === undefined || more !== undefined) throw new UsageError("name the organisation, then the request");
  const request = await getAnswer<z.infer<typeof Request>>(platformOf(values), pathOf("tenants", tenant, "requests", named));
  terminal.out.write(values.json === true ? `${escaped(JSON.stringify(request))}\n` : textOf(request));
  return EXIT.done;
}

/** A request as a terminal shows it. */
export function textOf({ ref, title, stateWords, turn, due, steps, target, place, care, why, incident, team, teamWarning, proofWords, verification, thread, tickets, writes }: z.infer<typeof Request>): string {
  const told = (name: string, value: string | null): readonly string[] => (value === null ? [] : [`  ${name.padEnd(8)} ${value}`]);
  const lines = [
    `${ref}  ${stateWords}${due === null ? "" : `  ${due.words}`}`,
    title,
    ...steps.map((step, i) => `  ${i + 1}. ${step}`),
    ...told("on what", target.name), ...told("where", place), ...told("care", care), ...told("why", why), ...told("part of", incident.ref), ...told("team", team.reason), ...told("", teamWarning),
    ...proofWords,
    ...(verification === null ? [] : [`checked ${minute(verification.at)}: ${verification.words}`]),
    turn.words,
    ...tickets.filter(({ status, problem }) => status === "open" || problem !== null).map(({ number, state, queue, assignee, url, problem }) => `ticket ${[number, state, queue, assignee, url, problem].filter((part) => part !== null && part !== "").join(" · ")}`),
    ...writes.map(({ id, connector, kind, state, words, todo }) => `not written there: ${[kind, state, words, todo, state === "refused" ? `vigie connector again … ${connector} ${id}` : null].filter((part) => part !== null).join(" · ")}`),
    ...thread.map(({ at, author, visibility, text }) => `  ${minute(at)}  ${author}${visibility === "internal" ? " (internal)" : ""}: ${text}`),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}

const minute = (time: string): string => time.slice(0, 16).replace("T", " ");
