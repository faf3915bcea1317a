// What goes on by itself, in the order of the data's way.
import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { alertJobs, createSuppressions, exceptionJobs, suppressionJobs } from "../alerts/index.ts";
import { eventsOfHunting } from "../api/index.ts";
import { clockJobs } from "../clocks/index.ts";
import { cmdbSourceJobs } from "../cmdb/index.ts";
import type { Config } from "../config/index.ts";
import type { Job } from "../core/index.ts";
import { demonstrationJobs } from "../demonstration/index.ts";
import { createLinks, escalationJobs } from "../escalations/index.ts";
import { incidentJobs } from "../incidents/index.ts";
import type { Hunting } from "../hunt/index.ts";
import type { Seal } from "../identity/index.ts";
import type { wholeEvents } from "../live/index.ts";
import { createSubjectOf, type MailServer, notifyJobs } from "../notify/index.ts";
import { playbookJobs, type PlaybookJobDeps } from "../playbooks/index.ts";
import { lookBy, type OpenConnectors, requestJobs } from "../requests/index.ts";
import { followRulesJobs } from "../retro/index.ts";
import { groupingChoices } from "../rulesets/index.ts";
import { forgetFacts, type State } from "../store/index.ts";

export type AllJobsDeps = {
  readonly state: State;
  readonly config: Config;
  readonly now: () => Date;
  readonly log: Logger;
  readonly seal: Seal;
  readonly hunting: Hunting;
  readonly eventsOf: ReturnType<typeof wholeEvents>;
  /** The origin that browsers see. */
  readonly publicUrl: () => URL;
  readonly smtpPassword: string | undefined;
  readonly playbooks: PlaybookJobDeps["playbooks"];
  readonly connectors: OpenConnectors;
};

const HOUR_MS = 3_600_000;
// Whoever reads the outbox is hours behind at most; what is older is in the journal.
const FACTS_KEPT_MS = 30 * 24 * HOUR_MS;

/** Every job of the platform. */
export function allJobs({ playbooks, state, config, now, log, seal, hunting, eventsOf, publicUrl, smtpPassword, connectors }: AllJobsDeps): readonly Job[] {
  const suppressions = createSuppressions({ now, eventsOf, onUnread: (tenant, error) => log.warn({ tenant, error: String(error) }, "events could not be read for exceptions: their detections go to people") });
  const { signer } = createLinks({ state, seal, now, publicUrl });
  return [
    ...followRulesJobs({ state, now, newId: randomUUID }),
    ...alertJobs({ state, now, suppressions, groupingChoices, eventsOf: eventsOfHunting(hunting) }),
    ...exceptionJobs({ state, now }),
    ...suppressionJobs({ state, now }),
    ...clockJobs({ state, now }),
    ...cmdbSourceJobs({ state, now, newId: randomUUID, seal, internalHosts: new Set(config.connectors.internalHosts), proxy: config.connectors.proxy }),
    ...incidentJobs({ state, now }),
    ...escalationJobs({ state, now }),
    ...requestJobs({ state, now, look: lookBy(hunting), sync: { state, now, connectors, linkOf: (ref) => new URL(`/o/${encodeURIComponent(ref)}`, publicUrl()).href } }),
    ...playbookJobs({ state, now, newId: randomUUID, playbooks }),
    ...notifyJobs({ state, now, seal, mail: mailOf(config, smtpPassword), internal: new Set(config.notify.internalWebhooks), subjectOf: createSubjectOf(state, now), signer }),
    ...demonstrationJobs({ state, now, newId: randomUUID }),
    { name: "forget facts", everyMs: HOUR_MS, run: async () => {
      await forgetFacts(state, new Date(now().getTime() - FACTS_KEPT_MS));
      return false;
    } },
  ];
}

function mailOf({ notify: { mail } }: Config, password: string | undefined): MailServer | undefined {
  return mail === undefined ? undefined : { ...mail, user: mail.user, password };
}
