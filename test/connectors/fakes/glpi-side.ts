// The fake of GLPI as the contract suite asks of one: what people do there, and what it holds.
import { createHash } from "node:crypto";
import type { AnyConnectorKind } from "../../../src/requests/connectors/connector.ts";
import { glpi } from "../../../src/requests/connectors/glpi/index.ts";
import type { OtherSide } from "../other-side.ts";
import { V2 } from "./glpi-v2.ts";
import { APP_TOKEN, type FakeGlpi, PEOPLE, startGlpi, USER_TOKEN } from "./glpi.ts";

export const GLPI_SECRETS = { userToken: USER_TOKEN, appToken: APP_TOKEN, clientSecret: V2.clientSecret, password: V2.password } as const;
const NUMBERS: Readonly<Record<string, number>> = { new: 1, assigned: 2, pending: 4, solved: 5, closed: 6 };

/** What people do in it. */
export function personIn(fake: FakeGlpi): OtherSide["person"] {
  const { ticket, insert, touch, kept, wall, now } = fake;
  const by = PEOPLE.alice;
  const say = (id: string, html: string, isPrivate: boolean): void => {
    insert("ITILFollowup", { itemtype: "Ticket", items_id: Number(id), content: kept(html), users_id: by, is_private: Number(isPrivate), date: wall(), at: now().toISOString() });
    touch(ticket(id), by);
  };
  return {
    comment: async (id, text, visibility) => say(id, `<p>${text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/\n/g, "<br />")}</p>`, visibility === "internal"),
    commentMarkup: async (id, html) => say(id, html, false),
    move: async (id, state) => {
      if (state === "solved") fake.solve(ticket(id), "<p>Done by hand.</p>", by);
      else ticket(id)["status"] = NUMBERS[state];
      touch(ticket(id), by);
    },
    rename: async (id, title) => {
      ticket(id)["name"] = kept(title);
      touch(ticket(id), by);
    },
    attach: async (id, { name, type, data }) => {
      const row = insert("Document", { name, filename: name, mime: type, users_id: by, sha1sum: createHash("sha1").update(data).digest("hex") });
      fake.bytes.set(row.id, Buffer.from(data));
      insert("Document_Item", { documents_id: row.id, itemtype: "Ticket", items_id: Number(id) });
      touch(ticket(id), by);
    },
    merge: async (id, into) => {
      for (const row of fake.table("ITILFollowup").filter((one) => one["items_id"] === Number(id))) insert("ITILFollowup", { ...row, id: undefined, items_id: Number(into), sourceitems_id: Number(id) });
      insert("Ticket_Ticket", { tickets_id_1: Number(into), tickets_id_2: Number(id), link: 2 });
      ticket(id)["is_deleted"] = 1;
      touch(ticket(id), by);
    },
    remove: async (id) => { fake.tables.set("Ticket", fake.table("Ticket").filter((row) => row.id !== Number(id))); },
  };
}

export async function glpiSide({ api = "legacy", layers = 1, zone = "Europe/Paris" }: { readonly api?: "legacy" | "v2"; readonly layers?: number; readonly zone?: string } = {}): Promise<OtherSide> {
  const fake = await startGlpi({ zone, layers });
  const person = personIn(fake);
  // The newer API takes no files, and tells of no merge: what the kind can is what its older one can.
  const kind: AnyConnectorKind = api === "legacy" ? glpi : { ...glpi, capabilities: { ...glpi.capabilities, attachments: "none" } };
  const plain = (name: unknown): string => {
    let words = String(name);
    for (let layer = 0; layer < layers; layer++) words = words.replaceAll("&#60;", "<").replaceAll("&#62;", ">").replaceAll("&#38;", "&");
    return words;
  };
  const STATES: Readonly<Record<number, string>> = { 1: "new", 2: "assigned", 4: "pending", 5: "solved", 6: "closed" };
  return {
    kind, url: fake.url, options: { api, zone, user: V2.user, clientId: V2.clientId }, secrets: GLPI_SECRETS,
    queues: ["Network", "Windows & co"], priority: "high", working: "assigned", ended: "solved",
    person: { ...person, ...(api === "legacy" ? {} : { merge: null }) },
    count: async (key) => fake.table("Ticket").filter((row) => row["externalid"] === key).length,
    look: async (id) => ({ title: plain(fake.ticket(id)["name"]), state: STATES[Number(fake.ticket(id)["status"])] ?? "" }),
    stop: fake.stop,
  };
}
