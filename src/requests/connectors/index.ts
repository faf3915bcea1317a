// Every kind of connector, by its name.
import type { AnyConnectorKind } from "./connector.ts";
import { glpi } from "./glpi/index.ts";
import { itop } from "./itop/index.ts";
import { jira } from "./jira/index.ts";
import { mail } from "./mail/index.ts";
import { redmine } from "./redmine/index.ts";
import { requestTracker } from "./request-tracker/index.ts";
import { servicenow } from "./servicenow/index.ts";
import { webhook, webhookRead } from "./webhook/index.ts";
import { zammad } from "./zammad/index.ts";

/** All kinds, in the order in which they are offered. */
export const KINDS: readonly AnyConnectorKind[] = [servicenow, jira, requestTracker, redmine, itop, glpi, zammad, mail, webhook, webhookRead];
