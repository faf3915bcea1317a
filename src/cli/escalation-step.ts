// The verbs of an escalation: each sends one step, and shows what it is then.
import type { Escalation } from "../contract/escalations.ts";
import { EXIT, parseOptions, UsageError, type Command } from "./command.ts";
import { textOf } from "./escalation-show.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";

type Verb = {
  readonly name: string;
  readonly does: string;
  /** What stands behind the escalation, with what it is called there. */
  readonly words?: { readonly name: string; readonly field: string; readonly isOptional?: boolean };
};

function stepCommand({ name, does, words }: Verb): Command {
  const rest = words === undefined ? "" : words.isOptional === true ? ` [${words.name}]` : ` ${words.name}`;
  return {
    usage: `usage: vigie escalation ${name} TENANT ESCALATION${rest}\n\n${does}\n\n  ESCALATION     its id, or the reference of its alert or incident\n${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
      const [tenant, escalation, said, extra] = positionals;
      if (tenant === undefined || escalation === undefined) throw new UsageError("name the organisation, then the escalation");
      if (extra !== undefined || (words === undefined && said !== undefined)) throw new UsageError(`there is too much: put the words into quotes`);
      if (words !== undefined && words.isOptional !== true && said === undefined) throw new UsageError(`${words.name} is missing`);
      const body = words === undefined || said === undefined ? {} : { [words.field]: said };
      const changed = await sendChange<Escalation>(platformOf(values), pathOf("tenants", tenant, "escalations", escalation, name), body);
      terminal.out.write(textOf(changed, []));
      return EXIT.done;
    },
  };
}

export const escalationAcknowledge = stepCommand({ name: "acknowledge", does: "The client has it in hand." });
export const escalationReached = stepCommand({ name: "reached", does: "The provider reached somebody of the client by phone.", words: { name: "WHO-AND-WHEN", field: "reason" } });
export const escalationAsk = stepCommand({ name: "ask", does: "The client asks the provider; its clock pauses.", words: { name: "QUESTION", field: "text" } });
export const escalationAnswer = stepCommand({ name: "answer", does: "The provider answers the client; the client's clock goes on.", words: { name: "TEXT", field: "text" } });
export const escalationRespond = stepCommand({ name: "respond", does: "The client records what was done about it.", words: { name: "WHAT-WAS-DONE", field: "done" } });
export const escalationClose = stepCommand({ name: "close", does: "The provider closes what was answered.", words: { name: "WORDS", field: "words", isOptional: true } });
export const escalationWithdraw = stepCommand({ name: "withdraw", does: "The provider asks no more.", words: { name: "REASON", field: "reason" } });
