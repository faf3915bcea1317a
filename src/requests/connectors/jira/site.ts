// A site of Jira as its parts here ask it: which API it has, and what the account is.
import type { z } from "zod";
import { type Ask, type Http, isZone, RemoteError } from "../../../outbound/index.ts";
import type { Opening } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { adfOf, adfOfText } from "../text/adf.ts";
import type { Doc } from "../text/doc.ts";
import { wikiOf, wikiOfText } from "../text/wiki.ts";
import type { JiraOptions } from "./options.ts";
import { Myself } from "./shapes.ts";

type Query = Ask["query"];

export type Site = {
  readonly http: Http;
  readonly options: JiraOptions;
  readonly url: string;
  readonly now: () => Date;
  /** The platform's API: 3 on Cloud, 2 on Data Center. */
  readonly api: string;
  readonly isCloud: boolean;
  readonly get: <Shape>(shape: z.ZodType<Shape>, path: string, query?: Query) => Promise<Shape>;
  readonly send: <Shape>(shape: z.ZodType<Shape>, path: string, json: unknown, headers?: Readonly<Record<string, string>>) => Promise<Shape>;
  readonly me: () => Promise<z.infer<typeof Myself>>;
  /** In which times of JQL are read. */
  readonly zone: () => Promise<string>;
  /** As its fields take text. */
  readonly rich: (doc: Doc) => unknown;
  readonly richText: (text: string) => unknown;
};

// Where the account's zone is not told: a time written for the last zone on earth means no later one anywhere.
const LATEST_ZONE = "Etc/GMT+12";
// Of a text field, jira.text.field.character.limit as it comes out of the box.
const LONGEST = 32_700;

export function openSite({ http: open, options, secrets, url, now }: Opening<JiraOptions>): Site {
  const isCloud = options.flavour === "cloud";
  const http = open(async () => ({ authorization: signOf(options, secrets["token"]) }));
  const get: Site["get"] = async (shape, path, query) => shaped(shape, (await http.ask({ path, query })).json, path, "no");
  let known: Promise<z.infer<typeof Myself>> | undefined;
  const me: Site["me"] = () => {
    known ??= get(Myself, `rest/api/${isCloud ? 3 : 2}/myself`).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    http, options, url: (options.site ?? url).replace(/\/+$/, ""), now, api: `rest/api/${isCloud ? 3 : 2}`, isCloud, get, me,
    send: async (shape, path, json, headers) => shaped(shape, (await http.ask({ method: "POST", path, json, headers })).json, path, "maybe"),
    zone: async () => {
      const { timeZone } = await me();
      return typeof timeZone === "string" && isZone(timeZone) ? timeZone : LATEST_ZONE;
    },
    rich: (doc) => (isCloud ? adfOf(doc) : wikiOf(doc).slice(0, LONGEST)),
    richText: (text) => (isCloud ? adfOfText(fitting(text, (part) => part.length)) : wikiOfText(fitting(text, (part) => wikiOfText(part).length))),
  };
}

function signOf({ flavour, user }: JiraOptions, token: string | undefined): string {
  if (token === undefined || token === "") throw new RemoteError({ problem: "unauthorized", words: "The secret token is not given.", arrived: "no", todo: "Give the connector the secret token." });
  return flavour === "data-center" && user === undefined ? `Bearer ${token}` : `Basic ${Buffer.from(`${user ?? ""}:${token}`).toString("base64")}`;
}

/** As much of a text as a field takes, and its last line, by which it is known again. */
function fitting(text: string, length: (part: string) => number): string {
  const end = text.slice(text.lastIndexOf("\n"));
  let part = text;
  for (let keep = text.length; length(part) > LONGEST; keep = Math.floor(keep * 0.9)) part = `${text.slice(0, keep)}…\n${end.slice(-200)}`;
  return part;
}

/** The path of an issue by its id or key. What is neither leads nowhere. */
export function issuePath({ api }: Pick<Site, "api">, id: string): string {
  if (!/^(?:\d{1,18}|[A-Z][A-Z0-9_]{1,99}-\d{1,18})$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no issue`, arrived: "no" });
  return `${api}/issue/${id}`;
}
