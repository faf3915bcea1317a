// As whom an instance is asked: with user and password, or with a token that client credentials are changed for.
import { z } from "zod";
import { type Http, RemoteError } from "../../../outbound/index.ts";
import type { Opening } from "../connector.ts";
import { shaped } from "../shaped.ts";
import type { ServiceNowOptions } from "./options.ts";

const Token = z.object({ access_token: z.string().min(1).max(10_000), expires_in: z.coerce.number().positive().max(1e7).default(1800) });
// A token that ends while a request is on its way is not used.
const EARLY_MS = 60_000;

/** The API of an instance, signed in. A token that is no longer taken is asked for once more: a 401 wrote nothing. */
export function signIn({ http, options, secrets, now }: Pick<Opening<ServiceNowOptions>, "http" | "options" | "secrets" | "now">): Http {
  if (options.auth === "basic") return http(async () => ({ authorization: `Basic ${Buffer.from(`${options.user ?? ""}:${needed(secrets, "password")}`).toString("base64")}` }));
  const plain = http({});
  let held: { readonly token: string; readonly until: number } | undefined;
  const signed = http(async () => {
    if (held === undefined || held.until <= now().getTime()) {
      const { json } = await plain.ask({ method: "POST", path: "oauth_token.do", isRead: true, form: { grant_type: "client_credentials", client_id: options.clientId ?? "", client_secret: needed(secrets, "clientSecret") } });
      const { access_token: token, expires_in: seconds } = shaped(Token, json, "oauth_token.do", "no");
      held = { token, until: now().getTime() + seconds * 1000 - EARLY_MS };
    }
    return { authorization: `Bearer ${held.token}` };
  });
  return {
    ask: async (ask) => {
      const wasHeld = held !== undefined;
      try {
        return await signed.ask(ask);
      } catch (error) {
        if (!wasHeld || !(error instanceof RemoteError) || error.problem !== "unauthorized") throw error;
        held = undefined;
        return signed.ask(ask);
      }
    },
  };
}

function needed(secrets: Readonly<Record<string, string>>, name: string): string {
  const secret = secrets[name];
  if (secret === undefined || secret === "") throw new RemoteError({ problem: "unauthorized", words: `The secret ${name} is not given.`, arrived: "no", todo: `Give the connector the secret ${name}.` });
  return secret;
}
