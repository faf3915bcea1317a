// Receivers of webhooks: their address and secret are sealed, and shown to nobody again.
import { randomBytes } from "node:crypto";
import { type Caller, DomainError } from "../../core/index.ts";
import type { Seal } from "../../identity/index.ts";
import { whyNotAsked } from "../../outbound/index.ts";
import { record, storableText, type State, type SystemDb, type TenantDb, withTenant } from "../../store/index.ts";
import type { OpenWebhook } from "../channels/webhook.ts";
import type { WebhookFormat } from "../channels/webhook-bodies.ts";
import { findWebhook, insertWebhook, markRemoved, selectWebhooks, type StoredWebhook } from "./repo.ts";

export type Webhook = Pick<StoredWebhook, "id" | "name" | "format" | "host" | "language" | "createdBy" | "createdAt" | "removedAt">;
export type WebhookToAdd = { readonly name: string; readonly format: WebhookFormat; readonly url: string; readonly language: "en" | "fr" };
export type WebhookDeps = { readonly state: State; readonly seal: Seal; readonly newId: () => string; readonly internal: ReadonlySet<string> };

// Each gets every notification by chat: more are a mistake.
const MOST = 20;
const about = (tenant: string, id: string, part: string): string => `webhook ${tenant} ${id} ${part}`;

/** Adds a receiver and gives the secret that signs what it gets, this once. */
export async function addWebhook({ state, seal, newId, internal }: WebhookDeps, caller: Caller, tenant: string, { name, format, url, language }: WebhookToAdd): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const target = URL.parse(url);
  const reason = target === null ? "it is no address" : whyNotAsked(target, { internal, hint: "notify.internalWebhooks of the configuration would allow it" });
  if (target === null || reason !== undefined) throw new DomainError("invalid", `The address cannot be used: ${reason}.`);
  const secret = randomBytes(32).toString("base64url");
  const id = newId();
  const webhook: StoredWebhook = {
    id, name: storableText(name), format, language, host: target.host, createdBy: caller.who, createdAt: caller.now, removedAt: null,
    url: seal.seal(url, about(tenant, id, "url")), secret: seal.seal(secret, about(tenant, id, "secret")),
  };
  return withTenant(state, tenant, async (db) => {
    if ((await selectWebhooks(db)).length >= MOST) throw new DomainError("conflict", `There are ${MOST} receivers already: remove one first.`);
    if (!(await insertWebhook(db, webhook))) throw new DomainError("conflict", `There is a receiver ${name} already: remove it first, or choose another name.`);
    await record(db, caller, { action: "webhook.added", subject: id, details: { name, format, host: target.host } });
    return { webhook, secret };
  });
}

/** The receivers of a tenant, without addresses and secrets. */
export const listWebhooks = (state: State, tenant: string): Promise<readonly Webhook[]> => withTenant(state, tenant, selectWebhooks);

/** Sends nothing there any more; what waits for it fails. */
export const removeWebhook = (state: State, caller: Caller, tenant: string, id: string): Promise<Webhook> =>
  withTenant(state, tenant, async (db) => {
    const removed = await markRemoved(db, id, caller.now);
    if (removed === undefined) throw new DomainError("not_found", `There is no receiver ${id}.`);
    await record(db, caller, { action: "webhook.removed", subject: id, details: { name: removed.name, host: removed.host } });
    return removed;
  });

/** Opens a receiver for sending. */
export async function openWebhook(state: State, seal: Seal, tenant: string, id: string): Promise<OpenWebhook | undefined> {
  const found = await withTenant(state, tenant, (db) => findWebhook(db, id));
  if (found === undefined) return undefined;
  return { format: found.format, url: seal.open(found.url, about(tenant, id, "url")), secret: seal.open(found.secret, about(tenant, id, "secret")) };
}

export const webhooksFor = (db: SystemDb | TenantDb, tenant: string): Promise<readonly Webhook[]> => selectWebhooks(db, tenant);

