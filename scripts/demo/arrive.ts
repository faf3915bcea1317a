// People who come in over HTTP: invited, accepted, signed in with password and code, as browsers do it.
import { generate } from "otplib";
import { type Client, createClient } from "../../src/contract/client.ts";
import type { Role } from "../../src/contract/roles.ts";

/** Somebody who is signed in, with what they need to do so again. */
export type Person = { readonly name: string; readonly email: string; readonly password: string; readonly secret: string; readonly api: Client };

const PASSWORD = "a sentence that nobody knows";

/** `tenant` null: the provider's. */
export async function arrive(url: string, admin: Client, name: string, role: Role, tenant: string | null): Promise<Person> {
  const email = `${name.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/g, " ").trim().replaceAll(" ", ".")}@${tenant ?? "soc"}.example`;
  const body = { email, name, roles: [role], language: "en" as const };
  const { token } = tenant === null ? await admin.post("/v1/invitations", { body }) : await admin.post("/v1/tenants/{tenant}/invitations", { path: { tenant }, body });
  const nobody = createClient({ fetch, url });
  await nobody.post("/v1/invitations/accept", { body: { token, password: PASSWORD } });
  const cookies = new Map<string, string>();
  const asBrowser: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("cookie", [...cookies].map(([key, value]) => `${key}=${value}`).join("; "));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [key = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      cookies.set(key, value);
    }
    return response;
  };
  const api = createClient({ fetch: asBrowser, url, csrf: () => [...cookies].find(([key]) => key.includes("csrf"))?.[1] ?? "" });
  const begun = await api.post("/v1/sign-in", { body: { email, password: PASSWORD } });
  if (begun.type !== "enrol") throw new Error(`${name} was asked for ${begun.type}`);
  await api.post("/v1/sign-in/code", { body: { step: begun.step, code: await generate({ secret: begun.secret }) } });
  return { name, email, password: PASSWORD, secret: begun.secret, api };
}
