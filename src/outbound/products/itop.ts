// iTop's REST/JSON 1.3 as a real 3.2.0 answered: HTTP 200 for everything, and success is code 0 alone.
import { z } from "zod";
import type { Http } from "../http.ts";
import { RemoteError, type RemoteProblem } from "../remote-error.ts";
import { shortWords } from "../words.ts";
import { readPages } from "./pages.ts";

/** The account needs the profile "REST Services User" beside those of its work. */
export type ItopAccount = { readonly user: string; readonly password: string };

export type ItopObject = { readonly class: string; readonly key: string; readonly fields: Readonly<Record<string, unknown>> };

/** An id, the values that fields have, or a query in OQL. */
export type ItopKey = number | Readonly<Record<string, unknown>> | string;

export type ItopOperation =
  | { readonly operation: "core/get"; readonly class: string; readonly key: ItopKey; readonly output_fields: string; readonly limit?: number; readonly page?: number }
  | { readonly operation: "core/create"; readonly comment: string; readonly class: string; readonly fields: Readonly<Record<string, unknown>>; readonly output_fields: string }
  | { readonly operation: "core/update"; readonly comment: string; readonly class: string; readonly key: ItopKey; readonly fields: Readonly<Record<string, unknown>>; readonly output_fields: string }
  | { readonly operation: "core/apply_stimulus"; readonly comment: string; readonly class: string; readonly key: ItopKey; readonly stimulus: string; readonly fields: Readonly<Record<string, unknown>>; readonly output_fields: string }
  | { readonly operation: "core/get_related"; readonly class: string; readonly key: ItopKey; readonly relation: string; readonly direction: "up" | "down"; readonly depth: number; readonly output_fields: string }
  | { readonly operation: "list_operations" };

export type ItopAnswer = {
  readonly objects: readonly ItopObject[];
  /** Such as "Found: 12". */
  readonly message: string;
  /** Of `core/get_related`: key of an object, as "Class::id" → those that it leads to. */
  readonly relations: Readonly<Record<string, readonly string[]>>;
  /** Of the HTTP answer. */
  readonly date: string | undefined;
};

export type Itop = {
  readonly run: (operation: ItopOperation) => Promise<ItopAnswer>;
  /** All objects of a query, page after page. */
  readonly list: (query: { readonly class: string; readonly key: ItopKey; readonly output_fields: string; readonly most: number }) => Promise<readonly ItopObject[]>;
};

const PAGE = 100;

/** Opens the API of the iTop at the address that `http` was opened with. */
export function openItop(http: Http, { user, password }: ItopAccount): Itop {
  const run: Itop["run"] = async (operation) => {
    const isRead = operation.operation === "core/get" || operation.operation === "core/get_related" || operation.operation === "list_operations";
    const { json, headers } = await http.ask({ method: "POST", path: "webservices/rest.php", query: { version: "1.3" }, form: { auth_user: user, auth_pwd: password, json_data: JSON.stringify(operation) }, isRead });
    const arrived = isRead ? "no" : "maybe";
    const answer = Answer.safeParse(json);
    if (!answer.success) throw new RemoteError({ problem: "garbage", words: `${operation.operation} answered without ${answer.error.issues.map(({ path }) => path.join(".")).join(", ") || "an object"}`, arrived });
    const { code, message, objects, relations } = answer.data;
    if (code !== 0) throw refusal(code, message, arrived);
    const failed = Object.values(objects ?? {}).find((one) => one.code !== 0);
    if (failed !== undefined) throw refusal(failed.code, failed.message, arrived);
    return {
      objects: Object.values(objects ?? {}).map(({ class: name, key, fields }) => ({ class: name, key, fields })), message, date: headers["date"],
      relations: Object.fromEntries(Object.entries(relations ?? {}).map(([from, to]) => [from, to.map(({ key }) => key)])),
    };
  };
  return {
    run,
    list: ({ most, ...query }) => readPages({
      size: PAGE, most, idOf: (one: ItopObject) => `${one.class}::${one.key}`,
      page: async (from, size) => {
        const { objects, message } = await run({ operation: "core/get", ...query, limit: size, page: from / size + 1 });
        const total = /^Found: (\d{1,9})$/.exec(message)?.[1];
        return { rows: objects, total: total === undefined ? null : Number(total) };
      },
    }),
  };
}

/** A text as OQL has it. Its strings know two escapes. */
export const oqlText = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;

// What PHP's array is in JSON when it is empty.
const mapOf = <Value extends z.ZodType>(value: Value) => z.preprocess((given) => (Array.isArray(given) && given.length === 0 ? {} : given), z.record(z.string(), value));
const Text = z.string().nullish().transform((text) => text ?? "");
const Key = z.union([z.string(), z.int()]).transform(String);

const Answer = z.object({
  code: z.int(),
  message: Text,
  objects: mapOf(z.object({ code: z.int().default(0), message: Text, class: z.string(), key: Key, fields: mapOf(z.unknown()).nullish().transform((fields) => fields ?? {}) })).nullish(),
  relations: mapOf(z.array(z.object({ key: z.string() }))).nullish(),
});

const WRONG_ACCOUNT = /invalid login|auth_user|auth_pwd|wrong credentials/i;
const NOT_THERE = /^(?:error: )?(?:no item found|invalid object|object not found)/i;
// Of the database under it: to be tried again.
const FAILING = /deadlock|lock wait|gone away|too many connections|could not connect|maintenance/i;

/** What a code means: 1 is the account or its rights, 2 to 12 the call itself, 100 whatever else. */
function refusal(code: number, message: string, arrived: "no" | "maybe"): RemoteError {
  const words = shortWords(`${code} ${message}`);
  const [problem, todo]: [RemoteProblem, string?] =
    WRONG_ACCOUNT.test(message) ? ["unauthorized"]
    : code === 1 ? ["forbidden", "Give the account the profile REST Services User and that of its work: docs/connectors/itop.md."]
    : NOT_THERE.test(message) ? ["not_found"]
    : FAILING.test(message) ? ["failing"]
    : ["refused"];
  return new RemoteError({ problem, words, arrived: problem === "failing" ? arrived : "no", todo });
}
