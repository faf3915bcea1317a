// Each proof, put to the events.
import type { Proof } from "../../contract/request-proofs.ts";
import { absent, against, type Found, GRACE_MS, notSaid, timeOf, type When } from "./absence.ts";
import type { Checked } from "../request.ts";
import type { Look, SeenEvent } from "./look.ts";
import { allowedWith, authentications, disablings, enablings, ofHost, ofProcess, processEvents, refusedWith, signIns, unrefusedWith, withValue } from "./query.ts";

type Of<Name extends Proof["check"]> = Extract<Proof, { readonly check: Name }>;

/** What the events say of a proof. */
export async function checkProof(look: Look, proof: Proof, when: When): Promise<Checked> {
  return { proof, ...(await found(look, proof, when)) };
}

function found(look: Look, proof: Proof, when: When): Promise<Found> {
  switch (proof.check) {
    case "host-silent": return absent(look, { query: ofHost(proof.host), witness: ofHost(proof.host), minutes: proof.minutes, what: `event of ${proof.host}` }, when);
    case "no-sign-in": return absent(look, { query: signIns(proof.account).sure, unsure: signIns(proof.account).unsure, witness: authentications(proof.account), minutes: proof.minutes, what: `sign-in of ${proof.account}` }, when);
    case "process-gone": return absent(look, { query: ofProcess(proof.process, proof.host), witness: processEvents(proof.host), minutes: proof.minutes, what: `event of the process ${proof.process}` }, when);
    case "account-disabled": return disabled(look, proof, when);
    case "block-seen": return blocked(look, proof, when);
    case "indicator-gone": return gone(look, proof, when);
    case "manual": return Promise.resolve({ outcome: "not-yet", words: `An analyst looks: ${proof.how}`, events: [] });
  }
}

async function disabled(look: Look, { account }: Of<"account-disabled">, { tenant, sentAt, claimedAt, now }: When): Promise<Found> {
  const [off, on, signedIn] = [disablings(account), enablings(account), signIns(account)];
  const seen = async (query: string, since: Date, until = now): Promise<readonly SeenEvent[]> => (since < until ? (await look.events(tenant, query, { since, until }, 5)).events : []);
  const [last] = await seen(off.sure, sentAt);
  const from = last?.time ?? claimedAt;
  const since = new Date(from.getTime() + GRACE_MS);
  const again = new Date(from.getTime() + 1);
  const enabled = last === undefined ? [] : await seen(on.sure, again, later(now, from));
  if (enabled.length > 0) return against(enabled.slice(0, 1), `new enabling of ${account}`);
  const used = await seen(signedIn.sure, since);
  if (used.length > 0) return against(used, `sign-in of ${account}`);
  if (last === undefined) {
    const [other] = await seen(off.unsure, sentAt);
    return other === undefined ? { outcome: "not-yet", words: `No event says that ${account} was disabled.`, events: [] } : notSaid(other, "was disabled", account);
  }
  const [enabledToo] = await seen(on.unsure, again, later(now, from));
  if (enabledToo !== undefined) return notSaid(enabledToo, "was enabled", account);
  const [usedToo] = await seen(signedIn.unsure, since);
  if (usedToo !== undefined) return notSaid(usedToo, "signed in", account);
  return { outcome: "proven", words: `${account} was disabled at ${timeOf(last.time)}, as ${last.source} says, and has not signed in since.`, events: [last.id] };
}

const later = (now: Date, from: Date): Date => new Date(Math.max(now.getTime(), from.getTime() + 2));

async function blocked(look: Look, { value }: Of<"block-seen">, { tenant, claimedAt, now }: When): Promise<Found> {
  const seen = withValue(value);
  if (seen === undefined) return noValue(value);
  const allowed = claimedAt.getTime() + GRACE_MS < now.getTime() ? (await look.events(tenant, allowedWith(seen), { since: new Date(claimedAt.getTime() + GRACE_MS), until: now }, 5)).events : [];
  if (allowed.length > 0) return against(allowed, `connection with ${value} that was let through`);
  const [last] = claimedAt < now ? (await look.events(tenant, refusedWith(seen), { since: claimedAt, until: now }, 1)).events : [];
  if (last === undefined) return { outcome: "not-yet", words: `Nothing tried to reach ${value} since ${timeOf(claimedAt)}: no refused connection has been seen.`, events: [] };
  return { outcome: "proven", words: `${last.source} refused a connection with ${value} at ${timeOf(last.time)}, and none was let through.`, events: [last.id] };
}

function gone(look: Look, { value, minutes }: Of<"indicator-gone">, when: When): Promise<Found> {
  const seen = withValue(value);
  if (seen === undefined) return Promise.resolve(noValue(value));
  return absent(look, { query: unrefusedWith(seen), witness: seen, minutes, what: `event with ${value}` }, when);
}

const noValue = (value: string): Found => ({ outcome: "cannot-tell", words: `${value} is no address, domain or hash: an analyst has to look.`, events: [] });
