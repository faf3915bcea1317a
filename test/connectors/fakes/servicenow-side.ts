// The fake of ServiceNow as the contract suite asks of one: what people do there, and what it holds.
import { servicenow } from "../../../src/requests/connectors/servicenow/index.ts";
import type { OtherSide } from "../other-side.ts";
import { type ServiceNowOptions, startServiceNow, stateLabel, stateValue } from "./servicenow.ts";

const STATES = { incident: ["In Progress", "Resolved"], sn_si_incident: ["Contain", "Review"], change_request: ["Implement", "Review"], sc_task: ["Work in Progress", "Closed Complete"] } as const;

export async function serviceNowSide({ table = "incident", zone = "America/New_York", auth = "basic", journals = true }: ServiceNowOptions & { readonly auth?: "basic" | "oauth"; readonly journals?: boolean } = {}): Promise<OtherSide> {
  const fake = await startServiceNow({ table, zone });
  fake.traits.journalIsReadable = journals;
  const records = () => fake.tables.get(table) ?? new Map<string, Record<string, string>>();
  const [working, ended] = STATES[table];
  return {
    kind: servicenow, url: fake.url, options: { table, auth, ...(auth === "basic" ? { user: fake.user } : { clientId: fake.clientId }) }, secrets: { password: fake.password, clientSecret: fake.clientSecret },
    queues: ["Network", "R&D ^ Lab"], priority: "2 - High", working, ended,
    person: {
      comment: async (id, text, visibility) => fake.write("alice", id, { [visibility === "public" ? "comments" : "work_notes"]: text }),
      commentMarkup: async (id, html) => fake.write("alice", id, { comments: `[code]${html}[/code]` }),
      move: async (id, state) => fake.write("alice", id, { state: stateValue(table, state), close_code: "Solution provided", close_notes: "by hand" }),
      rename: async (id, title) => fake.write("alice", id, { short_description: title }),
      attach: async (id, { name, type, data }) => { fake.attach("alice", id, name, type, data); },
      merge: null,
      remove: async (id) => fake.remove(id),
    },
    count: async (key) => [...records().values()].filter((one) => one["correlation_id"] === key || one["short_description"]?.startsWith(`[${key}]`)).length,
    look: async (id) => {
      const record = records().get(id) ?? {};
      return { title: record["short_description"] ?? "", state: stateLabel(table, record) };
    },
    stop: fake.stop,
  };
}
