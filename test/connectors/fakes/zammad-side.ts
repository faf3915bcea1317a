// The fake of Zammad as the contract suite asks of one: what people do there, and what it holds.
import { zammad } from "../../../src/requests/connectors/zammad/index.ts";
import type { OtherSide } from "../other-side.ts";
import { startZammad, TOKEN } from "./zammad.ts";

export const ZAMMAD_OPTIONS = { customer: "jane@acme.example" } as const;

export async function zammadSide({ keyField = null, indexLagsMs = 0, asksDatabase = true }: { readonly keyField?: string | null; readonly indexLagsMs?: number; readonly asksDatabase?: boolean } = {}): Promise<OtherSide> {
  const fake = await startZammad();
  Object.assign(fake.traits, { indexLagsMs, asksDatabase });
  return {
    kind: zammad, url: fake.url, options: { ...ZAMMAD_OPTIONS, keyField }, secrets: { token: TOKEN },
    queues: ["Users", "R&D \"Lab\""], priority: "3 high", working: "open", ended: "closed",
    person: {
      comment: async (id, text, visibility) => { fake.say("alice", Number(id), { body: text, internal: visibility === "internal" }); },
      commentMarkup: async (id, html) => { fake.say("alice", Number(id), { body: html, content_type: "text/html" }); },
      move: async (id, state) => fake.change("alice", Number(id), { state }),
      rename: async (id, title) => fake.change("alice", Number(id), { title }),
      attach: async (id, file) => { fake.say("alice", Number(id), { body: "see the file" }, [file]); },
      merge: async (id, into) => fake.merge(Number(id), Number(into)),
      remove: async (id) => { fake.tickets.delete(Number(id)); },
    },
    count: async (key) => [...fake.tickets.values()].filter(({ title }) => title.startsWith(`[${key}]`)).length,
    look: async (id) => ({ title: fake.tickets.get(Number(id))?.title ?? "", state: fake.tickets.get(Number(id))?.state ?? "" }),
    stop: fake.stop,
  };
}
