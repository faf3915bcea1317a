// The whole platform in step with ServiceNow and Jira, as their fakes answer: asked for with ITSM_FAKES=1, because it takes
// as long as a real server. ITSM_REQUESTS and ITSM_KILLS say how hard.
import { test } from "vitest";
import { createHttp } from "../../src/outbound/index.ts";
import { jiraSide } from "../connectors/fakes/jira-side.ts";
import { serviceNowSide } from "../connectors/fakes/servicenow-side.ts";
import type { OtherSide } from "../connectors/other-side.ts";
import { inStepSuite } from "./in-step.ts";
import type { ItsmServer } from "./stage.ts";

if (process.env["ITSM_FAKES"] === undefined) test.skip("ServiceNow and Jira are fakes: ITSM_FAKES=1 asks them", () => undefined);
else {
  inStepSuite("ServiceNow, a fake", async () => served(await serviceNowSide({ journals: false })));
  inStepSuite("Jira Service Management on Cloud, a fake", async () => served(await jiraSide({ flavour: "cloud", isService: true })));
}

/** A fake keeps its tickets in memory: it is not started anew. */
function served(other: OtherSide): ItsmServer {
  const { kind, url, options, secrets } = other;
  const guard = { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 8_000_000, timeoutMs: 30_000 };
  const connector = kind.open({ http: (headers) => createHttp({ base: url, guard, headers, perMinute: 100_000 }), url, options: kind.options.parse(options) as never, secrets, now: () => new Date(), ca: undefined });
  return { ...other, connector, restart: async () => {} };
}
