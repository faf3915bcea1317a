// People who sign in over HTTP, with password and code, as browsers do.
import { setTimeout as wait } from "node:timers/promises";
import { generate } from "otplib";
import type { TestPlatform } from "../platform/platform.ts";

const PASSWORD = "a sentence that nobody knows";

/** Asks as one person; throws with what was answered if that is not the status that is expected. */
export type Person = { readonly name: string; readonly id: string; readonly ask: <Answer = any>(path: string, body?: object, options?: { readonly method?: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }) => Promise<Answer> };

const json = async (response: Response): Promise<any> => {
  const text = await response.text();
  return text === "" ? {} : (JSON.parse(text) as unknown);
};

/** Invites somebody, lets them accept, and signs them in; `tenant` null: the provider's. */
export async function arrive(on: TestPlatform, name: string, role: string, tenant: string | null): Promise<Person> {
  const api = on.addresses["api"]!;
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@example.com`;
  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) => fetch(new URL(path, api), { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  const invited = await on.ask(tenant === null ? "/v1/invitations" : `/v1/tenants/${tenant}/invitations`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email, name, roles: [role], language: "en" }) });
  const { token } = await json(invited) as { token: string };
  await post("/v1/invitations/accept", { token, password: PASSWORD });
  const begun = await json(await post("/v1/sign-in", { email, password: PASSWORD })) as { step: string; secret: string };
  const code = await generate({ secret: begun.secret });
  const done = await post("/v1/sign-in/code", { step: begun.step, code });
  if (!done.ok) throw new Error(`${name} could not sign in: ${await done.text()}`);
  const cookies = done.headers.getSetCookie().map((cookie) => cookie.split(";")[0]!);
  const csrf = cookies.find((cookie) => cookie.includes("csrf"))?.split("=")[1] ?? "";
  const ask: Person["ask"] = async (path, body, { method, status = 200, headers = {} } = {}) => {
    const response = await fetch(new URL(path, api), {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { cookie: cookies.join("; "), "x-csrf-token": csrf, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await json(response);
    if (response.status !== status) throw new Error(`${name}: ${method ?? (body === undefined ? "GET" : "POST")} ${path} answered ${response.status}, not ${status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const me = await ask<any>("/v1/me");
  return { name, id: me.person?.id ?? me.id, ask };
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (const deadline = performance.now() + seconds * 1000; ; await wait(200)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`this did not happen within ${seconds} s: ${what}`);
  }
}
