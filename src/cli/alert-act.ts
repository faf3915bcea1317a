// The verbs of alerts: one verb, one or many alerts of an organisation, one comment.
import type { z } from "zod";
import type { AlertsDone } from "../contract/alert-verbs.ts";
import { EXIT, parseOptions, UsageError, type Command } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

type Options = Readonly<Partial<Record<"comment" | "to" | "verdict" | "reason" | "into" | "why" | "text" | "field" | "value", string>>> & { readonly shared?: boolean; readonly open?: boolean };
type Verb = { readonly name: string; readonly does: string; readonly options?: string; readonly body: (options: Options) => object };

const needed = (value: string | undefined, option: string): string => {
  if (value === undefined) throw new UsageError(`${option} is missing`);
  return value;
};
const withComment = ({ comment }: Options): object => (comment === undefined ? {} : { comment });

const OPTIONS = {
  ...PLATFORM_OPTIONS, comment: { type: "string" }, to: { type: "string" }, verdict: { type: "string" }, reason: { type: "string" }, into: { type: "string" }, why: { type: "string" }, text: { type: "string" }, field: { type: "string" }, value: { type: "string" },
  shared: { type: "boolean" }, open: { type: "boolean" },
} as const;

function actCommand({ name, does, options = "", body }: Verb): Command {
  return {
    usage: `usage: vigie alert ${name} TENANT ALERT…${options === "" ? "" : " [options]"}\n\n${does}\n\n  ALERT          ids, or references such as AM-A-31407\n${options}${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals: [tenant, ...alerts] } = parseOptions(args, OPTIONS);
      if (tenant === undefined || alerts.length === 0) throw new UsageError("name the organisation, then one alert or several");
      const { done, refused } = await sendChange<z.infer<typeof AlertsDone>>(platformOf(values), pathOf("tenants", tenant, "alerts", "actions"), { action: { do: name, ...body(values) }, alerts });
      for (const { ref, status, verdict, owner } of done) terminal.out.write(`${plain(`${ref}: ${verdict ?? status}${owner === null ? "" : `, of ${owner.who}`}`)}\n`);
      for (const { why } of refused) terminal.err.write(`${plain(why)}\n`);
      return refused.length === 0 ? EXIT.done : EXIT.incomplete;
    },
  };
}

const COMMENT = "  --comment TEXT one for all of them\n";

export const alertTake = actCommand({ name: "take", does: "You have these alerts now.", body: () => ({}) });
export const alertRelease = actCommand({ name: "release", does: "Nobody has them any more.", options: COMMENT, body: withComment });
export const alertAssign = actCommand({ name: "assign", does: "Somebody else has them now.", options: `  --to PERSON    id of the person\n${COMMENT}`, body: (options) => ({ to: needed(options.to, "--to"), ...withComment(options) }) });
export const alertJudge = actCommand({
  name: "judge", does: "Says what they were; what is harmless is closed.",
  options: `  --verdict V    true_positive, benign_positive or false_positive\n  --reason R     from the closed list of the verdict\n  --field F      with --value V: what explains it\n  --open         leave it open\n  --shared       the client reads the comment, too\n${COMMENT}`,
  body: (options) => ({
    verdict: needed(options.verdict, "--verdict"), reason: needed(options.reason, "--reason"), ...withComment(options),
    ...(options.field === undefined ? {} : { explainedBy: { field: options.field, value: needed(options.value, "--value") } }), ...(options.open === true ? { closes: false } : {}), ...(options.shared === true ? { visibility: "shared" } : {}),
  }),
});
export const alertUnjudge = actCommand({ name: "unjudge", does: "Takes verdicts back; what they closed is open again.", options: COMMENT, body: withComment });
export const alertClose = actCommand({ name: "close", does: "Closes what was judged and stayed open.", options: COMMENT, body: withComment });
export const alertReopen = actCommand({ name: "reopen", does: "Opens closed alerts again.", options: "  --why TEXT     the reason\n", body: (options) => ({ why: needed(options.why, "--why") }) });
export const alertMerge = actCommand({ name: "merge", does: "Makes them part of another.", options: `  --into ALERT   the one that stays\n${COMMENT}`, body: (options) => ({ into: needed(options.into, "--into"), ...withComment(options) }) });
export const alertComment = actCommand({ name: "comment", does: "Writes the same into the threads of all of them.", options: "  --text TEXT    what\n  --shared       the client reads it, too\n", body: (options) => ({ text: needed(options.text, "--text"), ...(options.shared === true ? { visibility: "shared" } : {}) }) });
