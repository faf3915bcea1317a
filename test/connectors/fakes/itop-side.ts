// The fake of iTop as the contract suite asks of one: what people do there, and what it holds.
import { itop } from "../../../src/requests/connectors/itop/index.ts";
import type { OtherSide } from "../other-side.ts";
import { type ItopSetting, startItop } from "./itop.ts";

export const ITOP_OPTIONS = { user: "soc", organization: "Acme", caller: { name: "Doe", firstName: "Jane" }, agent: { email: "al@acme.example" } } as const;

export async function itopSide(setting: ItopSetting & { readonly keyField?: string } = {}): Promise<OtherSide> {
  const { class: name = "Incident", zone = "Europe/Paris", keyField = null } = setting;
  const fake = await startItop(setting);
  return {
    kind: itop, url: fake.url, options: { ...ITOP_OPTIONS, class: name, zone, keyField }, secrets: { password: "pä&ss=" },
    queues: ["Network", "Windows \"A\""], priority: "2", working: "assigned", ended: "resolved",
    person: {
      comment: async (id, text, visibility) => fake.person.log(id, visibility === "public" ? "public_log" : "private_log", text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/\n/g, "<br/>")),
      commentMarkup: async (id, html) => fake.person.log(id, "public_log", html),
      move: async (id, state) => {
        const { status } = fake.ticket(id);
        if (status === state) return;
        if (status === "new") fake.person.stimulate(id, "ev_assign", { team_id: { name: "Network" }, agent_id: { email: "al@acme.example" } });
        if (state === "resolved") fake.person.stimulate(id, "ev_resolve", { solution: "Done by hand." });
        else if (fake.ticket(id)["status"] === "resolved") fake.person.stimulate(id, "ev_reopen");
      },
      rename: async (id, title) => fake.person.set(id, { title }),
      attach: async (id, { name: file, type, data }) => fake.person.attach(id, file, type, data),
      merge: null,
      remove: async (id) => fake.person.remove(id),
    },
    count: async (key) => (fake.rows.get(name) ?? []).filter((row) => String(row["title"]).startsWith(`[${key}]`)).length,
    look: async (id) => ({ title: String(fake.ticket(id)["title"]), state: String(fake.ticket(id)["status"]) }),
    stop: fake.stop,
  };
}
