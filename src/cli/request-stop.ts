import type { z } from "zod";
import type { Automation } from "../contract/request-settings.ts";
import { EXIT, parseOptions, UsageError, type Command } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const OPTIONS = { ...PLATFORM_OPTIONS, all: { type: "boolean" }, reason: { type: "string" } } as const;

function switchCommand(name: "stop" | "start", does: string): Command {
  return {
    usage: `usage: vigie request ${name} (TENANT | --all) --reason TEXT\n\n${does}\n\n  --all          for every organisation\n  --reason TEXT  for those who ask later\n${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals } = parseOptions(args, OPTIONS);
      const [tenant, more] = positionals;
      if ((tenant === undefined) === (values.all !== true) || more !== undefined) throw new UsageError("name one organisation, or say --all");
      if (values.reason === undefined) throw new UsageError("say why: --reason TEXT");
      const parts = tenant === undefined ? ["automation", name] : ["tenants", tenant, "automation", name];
      const { words } = await sendChange<Partial<z.infer<typeof Automation>>>(platformOf(values), pathOf(...parts), { reason: values.reason });
      const forAll = name === "stop" ? "Nothing is sent without a person any more, for no organisation." : "It may be sent without a person again, where no organisation stopped it for itself.";
      terminal.out.write(`${plain(words ?? forAll)}\n`);
      return EXIT.done;
    },
  };
}

/** `vigie request stop`. */
export const requestStop = switchCommand("stop", "Sends nothing without a person any more, also what is queued. What people send goes on.");

/** `vigie request start`. */
export const requestStart = switchCommand("start", "Lets requests go out without a person again. The provider's service manager does it.");
