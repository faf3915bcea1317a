import { CreateKey, Ended, KeyList, KeyPath, NewKey } from "../contract/people.ts";
import { DomainError } from "../core/index.ts";
import { createKey, listKeys, revokeKey, type ApiKey } from "../identity/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";

/** Keys of programs. */
export const keyRoutes = ({ state, tenants, callerOf, knownOf }: RouteDeps): Routes => async (app) => {
  app.get("/v1/keys", { schema: { ...about("keys", "Keys that count", "key:read"), response: answers(KeyList) } }, async () => ({ keys: (await listKeys(state)).map(present) }));

  app.post("/v1/keys", { schema: { ...about("keys", "Make a key; it is shown once", "key:manage"), body: CreateKey, response: answers(NewKey) } }, async (request) => {
    const { expiresAt, ...given } = request.body;
    if (given.tenant !== null && !tenants().some(({ id }) => id === given.tenant)) throw new DomainError("not_found", `There is no tenant ${given.tenant}.`);
    // A key that may more than who made it would be a way around roles.
    const held = knownOf(request).permissionsIn(given.tenant ?? undefined);
    const beyond = given.scopes.filter((scope) => held?.has(scope) !== true);
    if (beyond.length > 0) throw new DomainError("forbidden", `You may not give what you do not have: ${beyond.join(", ")}.`);
    const { endsAt } = knownOf(request);
    const ends = dateOf(expiresAt ?? undefined) ?? null;
    if (endsAt !== null && (ends === null || ends > endsAt)) throw new DomainError("forbidden", `A key makes no key that outlives it: name an end by ${iso(endsAt)}.`);
    const { key, text } = await createKey(state, callerOf(request), { ...given, expiresAt: ends });
    return { key: present(key), text };
  });

  app.delete("/v1/keys/:key", { schema: { ...about("keys", "Take a key back", "key:manage"), params: KeyPath, response: answers(Ended) } }, async (request) => {
    await revokeKey(state, callerOf(request), request.params.key);
    return { ended: 1 };
  });
};

const present = ({ scopes, createdAt, expiresAt, usedAt, ...key }: ApiKey) => ({ ...key, scopes: [...scopes], createdAt: iso(createdAt), expiresAt: isoOrNull(expiresAt), usedAt: isoOrNull(usedAt) });
