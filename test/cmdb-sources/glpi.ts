// A GLPI as apirest.md describes it: sessions, entities, ranges with Content-Range, names in place of ids, texts that were encoded
// once too often, a bin. Written apart from the reader.
import { type Answering, play, type Play } from "./server.ts";

export type GlpiItem = { readonly id: number; readonly [field: string]: unknown };
export type FakeGlpi = Play & { readonly items: Record<string, GlpiItem[]>; readonly sessions: Set<string>; readonly unreadable: Set<string>; readonly settings: { endsSessions: number } };

export async function fakeGlpi(now: () => Date): Promise<FakeGlpi> {
  const items: FakeGlpi["items"] = { Computer: [], NetworkEquipment: [], Item_OperatingSystem: [], IPAddress: [], NetworkPort: [], Group: [] };
  const [sessions, unreadable] = [new Set<string>(), new Set<string>()];
  const settings = { endsSessions: 0 };
  let opened = 0;
  const answering: Answering = (request, url, body) => {
    const path = url.pathname.replace(/^\/apirest\.php\//, "");
    if (request.headers["app-token"] !== "app") return { status: 400, json: ["ERROR_WRONG_APP_TOKEN_PARAMETER", "parameter app_token seems wrong"] };
    if (path === "initSession") {
      if (request.headers.authorization !== "user_token key") return { status: 401, json: ["ERROR_GLPI_LOGIN_USER_TOKEN", "parameter user_token seems invalid"] };
      const session = `session-${++opened}`;
      sessions.add(session);
      return { json: { session_token: session } };
    }
    const session = String(request.headers["session-token"]);
    if (settings.endsSessions > 0 && path !== "changeActiveEntities") { settings.endsSessions -= 1; sessions.delete(session); }
    if (!sessions.has(session)) return { status: 401, json: ["ERROR_SESSION_TOKEN_INVALID", "session_token seems invalid"] };
    if (path === "killSession") { sessions.delete(session); return { json: true }; }
    if (path === "changeActiveEntities") return { json: (JSON.parse(body) as { is_recursive?: boolean }).is_recursive === true };
    const all = items[path];
    if (all === undefined) return { status: 400, json: ["ERROR_RESOURCE_NOT_FOUND_NOR_COMMONDBTM", "resource not found or not an instance of CommonDBTM"] };
    if (unreadable.has(path)) return { status: 403, json: ["ERROR_RIGHT_MISSING", "You don't have permission to perform this action."] };
    return range(all, url);
  };
  return { ...(await play(answering, now)), items, sessions, unreadable, settings };
}

function range(all: readonly GlpiItem[], url: URL) {
  const [from = 0, to = 49] = (url.searchParams.get("range") ?? "0-49").split("-").map(Number);
  const live = all.filter((row) => row["is_deleted"] !== 1 || row["shownInLists"] === true);
  if (from > 0 && from >= live.length) return { status: 400, json: ["ERROR_RANGE_EXCEED_TOTAL", "Provided range exceed total count of data: " + live.length] };
  const rows = live.slice(from, to + 1);
  return { status: rows.length < live.length ? 206 : 200, headers: { "content-range": `${from}-${Math.max(from + rows.length - 1, 0)}/${live.length}`, "accept-range": "Computer 1000" }, json: rows };
}

export const computer = (id: number, name: string, more: object = {}): GlpiItem => ({ id, entities_id: "Root entity", name, serial: `S${id}`, otherserial: null, users_id_tech: "&nbsp;", groups_id_tech: "DSI &#62; R&amp;#233;seau", locations_id: "Orl&#233;ans", computertypes_id: "Server", states_id: "En service", is_template: 0, is_deleted: 0, date_mod: "2026-11-24 08:00:00", ...more });
