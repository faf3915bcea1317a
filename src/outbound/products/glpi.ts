// GLPI's two APIs: how sessions and tokens are opened, and how lists come in pages. What is in the lists is others' business.
import { z } from "zod";
import type { Answer, Ask, Http } from "../http.ts";
import { RemoteError } from "../remote-error.ts";
import { readPages } from "./pages.ts";

export type GlpiAccount =
  /** apirest.php of GLPI 9.5, 10 and 11: the remote access key of a user, and the token of the API client where one is set up. */
  | { readonly api: "legacy"; readonly userToken: string; readonly appToken: string; readonly entity: number | null }
  /** api.php/v2 of GLPI 11: an OAuth client, and the user in whose name it asks. */
  | { readonly api: "v2"; readonly clientId: string; readonly clientSecret: string; readonly user: string; readonly password: string; readonly entity: number | null };

export type GlpiRow = Readonly<Record<string, unknown>> & { readonly id: number };

export type Glpi = {
  /** The path is behind apirest.php or api.php/v2. A session that ended is opened again, once. */
  readonly ask: (ask: Ask) => Promise<Answer>;
  /** All rows of a list, page after page, by their ids. */
  readonly list: (path: string, options: { readonly query?: Ask["query"]; readonly most: number }) => Promise<readonly GlpiRow[]>;
  /** Ends the session there. */
  readonly close: () => Promise<void>;
};

const PAGE = 100;

/** Opens the API of the GLPI at the address that `http` was opened with. */
export function openGlpi(http: Http, account: GlpiAccount): Glpi {
  const base = account.api === "legacy" ? "apirest.php" : "api.php/v2";
  const signIn = account.api === "legacy" ? () => legacySession(http, account) : () => oauthToken(http, account);
  let session: Promise<Headers> | undefined;
  const open = (): Promise<Headers> => {
    const opened = session ?? signIn();
    session = opened;
    opened.catch(() => { if (session === opened) session = undefined; });
    return opened;
  };
  const ask: Glpi["ask"] = async (asked) => {
    const path = `${base}/${asked.path}`;
    const before = open();
    const headers = await before;
    try {
      return await http.ask({ ...asked, path, headers: { ...headers, ...asked.headers } });
    } catch (error) {
      if (!(error instanceof RemoteError) || error.status !== 401) throw error;
      if (RIGHT_MISSING.test(error.words)) throw new RemoteError({ problem: "forbidden", words: error.words, arrived: "no", status: 401 });
      // Whoever comes second meets the session that the first has opened anew.
      if (session === before) session = undefined;
      return await http.ask({ ...asked, path, headers: { ...(await open()), ...asked.headers } });
    }
  };
  return {
    ask,
    list: (path, { query = {}, most }) => readPages({
      size: PAGE, most, idOf: (row: GlpiRow) => String(row.id),
      page: async (from, size) => {
        const paging = account.api === "legacy" ? { range: `${from}-${from + size - 1}` } : { start: from, limit: size };
        const answer = await ask({ path, query: { ...query, ...paging } }).catch((error: unknown) => {
          if (from > 0 && error instanceof RemoteError && error.words.includes("ERROR_RANGE_EXCEED_TOTAL")) return undefined;
          throw error;
        });
        return answer === undefined ? { rows: [], total: null } : { rows: rowsOf(path, answer.json), total: totalOf(answer) };
      },
    }),
    async close() {
      const opened = session;
      session = undefined;
      if (opened === undefined || account.api !== "legacy") return;
      await http.ask({ path: `${base}/killSession`, headers: await opened, expects: "nothing" });
    },
  };
}

type Headers = Readonly<Record<string, string>>;

const RIGHT_MISSING = /ERROR_RIGHT_MISSING/;
const Rows = z.array(z.looseObject({ id: z.coerce.number().int() }));

function rowsOf(path: string, json: unknown): readonly GlpiRow[] {
  const rows = Rows.safeParse(json);
  if (!rows.success) throw new RemoteError({ problem: "garbage", words: `${path} answered no list of rows with ids`, arrived: "no" });
  return rows.data;
}

/** "0-99/1234" of the header Content-Range. */
function totalOf({ headers }: Answer): number | null {
  const total = /\/(\d{1,9})$/.exec(headers["content-range"] ?? "")?.[1];
  return total === undefined ? null : Number(total);
}

async function legacySession(http: Http, { userToken, appToken, entity }: Extract<GlpiAccount, { api: "legacy" }>): Promise<Headers> {
  const app: Headers = appToken === "" ? {} : { "app-token": appToken };
  const { json } = await http.ask({ path: "apirest.php/initSession", headers: { authorization: `user_token ${userToken}`, ...app } }).catch(asSignIn);
  const { data } = z.object({ session_token: z.string().min(1) }).safeParse(json);
  if (data === undefined) throw new RemoteError({ problem: "garbage", words: "initSession answered no session_token", arrived: "no" });
  const session = { ...app, "session-token": data.session_token };
  // A session sees the tickets of its active entities alone: without this, those of the account's default one.
  await http.ask({ method: "POST", path: "apirest.php/changeActiveEntities", headers: session, json: { entities_id: entity ?? "all", is_recursive: true }, isRead: true });
  return session;
}

async function oauthToken(http: Http, { clientId, clientSecret, user, password, entity }: Extract<GlpiAccount, { api: "v2" }>): Promise<Headers> {
  const form = { grant_type: "password", client_id: clientId, client_secret: clientSecret, username: user, password, scope: "api" };
  const { json } = await http.ask({ method: "POST", path: "api.php/token", form, isRead: true }).catch(asSignIn);
  const { data } = z.object({ access_token: z.string().min(1) }).safeParse(json);
  if (data === undefined) throw new RemoteError({ problem: "garbage", words: "api.php/token answered no access_token", arrived: "no" });
  return { authorization: `Bearer ${data.access_token}`, ...(entity === null ? {} : { "glpi-entity": String(entity) }), "glpi-entity-recursive": "true" };
}

/** GLPI answers 400 to some accounts that it does not know. */
function asSignIn(error: unknown): never {
  if (error instanceof RemoteError && error.status === 400) throw new RemoteError({ problem: "unauthorized", words: error.words, arrived: "no", status: 400 });
  throw error;
}
