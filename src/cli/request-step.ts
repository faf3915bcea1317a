// The verbs of a request: each sends one step, and shows what it is then.
import type { z } from "zod";
import type { Request } from "../contract/requests.ts";
import { EXIT, parseOptions, UsageError, type Command } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { textOf } from "./request-show.ts";

type Verb = {
  /** Behind `vigie request`, and in the path of the API. */
  readonly name: string;
  readonly path: string;
  readonly does: string;
  /** What is said with it, and how the API calls that. */
  readonly words?: { readonly name: string; readonly field: "note" | "reason" | "text"; readonly isOptional?: boolean };
  readonly body?: object;
  /** It is the team's to say: the provider says who of the team told it. */
  readonly isTeams?: true;
};

const BEHALF = { "on-behalf-of": { type: "string" } } as const;
const BEHALF_USAGE = "  --on-behalf-of WHO   who of the team said so, and how: needed where the SOC says it for them\n";

function stepCommand({ name, path, does, words, body = {}, isTeams }: Verb): Command {
  const rest = words === undefined ? "" : words.isOptional === true ? ` [${words.name}]` : ` ${words.name}`;
  return {
    usage: `usage: vigie request ${name} TENANT REQUEST${rest}\n\n${does}\n\n  REQUEST        its id or reference\n${isTeams === true ? BEHALF_USAGE : ""}${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, ...BEHALF });
      const [tenant, named, said, more] = positionals;
      if (tenant === undefined || named === undefined) throw new UsageError("name the organisation, then the request");
      if (more !== undefined || (words === undefined && said !== undefined)) throw new UsageError("there is too much: put the words into quotes");
      if (words !== undefined && words.isOptional !== true && said === undefined) throw new UsageError(`${words.name} is missing`);
      const onBehalfOf = values["on-behalf-of"];
      if (onBehalfOf !== undefined && isTeams !== true) throw new UsageError(`--on-behalf-of is for what the team says, and ${name} is not`);
      const changed = await sendChange<z.infer<typeof Request>>(platformOf(values), pathOf("tenants", tenant, "requests", named, path), { ...body, ...(words === undefined || said === undefined ? {} : { [words.field]: said }), ...(onBehalfOf === undefined ? {} : { onBehalfOf }) });
      terminal.out.write(textOf(changed));
      return EXIT.done;
    },
  };
}

export const requestSend = stepCommand({ name: "send", path: "send", does: "The provider sends it to the team.", words: { name: "REASON", field: "reason", isOptional: true } });
export const requestAcknowledge = stepCommand({ name: "acknowledge", path: "acknowledge", does: "The team has read it.", words: { name: "NOTE", field: "note", isOptional: true }, isTeams: true });
export const requestDone = stepCommand({ name: "done", path: "claim-done", does: "The team says that it is done; the SOC looks whether it is.", words: { name: "WHAT-WAS-DONE", field: "note" }, isTeams: true });
export const requestAsk = stepCommand({ name: "ask", path: "messages", does: "The team asks the SOC; its clock waits for the answer.", words: { name: "QUESTION", field: "text" }, body: { question: true } });
export const requestSay = stepCommand({ name: "say", path: "messages", does: "Writes into the thread; what the SOC writes answers a question.", words: { name: "TEXT", field: "text" } });
export const requestCannot = stepCommand({ name: "cannot", path: "cannot", does: "The team cannot do it.", words: { name: "REASON", field: "reason" }, isTeams: true });
export const requestVerify = stepCommand({ name: "verify", path: "verify", does: "The SOC says that it is done, and how it knows.", words: { name: "HOW", field: "note" } });
export const requestReopen = stepCommand({ name: "reopen", path: "reopen", does: "The SOC gives it back to the team.", words: { name: "REASON", field: "reason" } });
export const requestCancel = stepCommand({ name: "cancel", path: "cancel", does: "The SOC takes it back.", words: { name: "REASON", field: "reason" } });
