import type { Job } from "../core/index.ts";
import type { Seal } from "../identity/index.ts";
import type { State } from "../store/index.ts";
import { createMail, type MailServer } from "./channels/mail.ts";
import { createWebhooks } from "./channels/webhook.ts";
import { createDelivery, markCut } from "./delivery/deliver.ts";
import { planNext, type PlanOptions } from "./plan/plan-job.ts";
import { openWebhook } from "./webhooks/webhooks.ts";

export type NotifyOptions = PlanOptions & {
  readonly state: State;
  readonly seal: Seal;
  readonly mail: MailServer | undefined;
  /** Hosts inside the network that webhooks may go to. */
  readonly internal: ReadonlySet<string>;
};

const SOON_MS = 1_000;
const MINUTE_MS = 60_000;

/** Plans, sends, and says of what was cut that nobody knows. */
export function notifyJobs({ state, now, seal, mail: server, internal, ...plan }: NotifyOptions): readonly Job[] {
  const mail = createMail(server);
  const channels = { email: mail.send, chat: createWebhooks({ internal, now, find: (tenant, id) => openWebhook(state, seal, tenant, id) }) };
  const delivery = createDelivery({ state, now, channels });
  return [
    { name: "plan notifications", everyMs: SOON_MS, run: () => planNext({ state, now, ...plan }) },
    { name: "send notifications", everyMs: SOON_MS, run: delivery.run, end: delivery.end },
    { name: "look for cut notifications", everyMs: MINUTE_MS, run: async () => {
      await markCut({ state, now });
      return false;
    } },
  ];
}
