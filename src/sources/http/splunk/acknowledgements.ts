import type { Call } from "../dialect.ts";
import { HEC } from "./codes.ts";

// Splunk gives each client a channel, a GUID of its own.
const CHANNEL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The channel of a request; undefined if it names none. */
export function channelOf({ headers, query }: Pick<Call, "headers" | "query">): { readonly id: string | undefined } | typeof HEC.badChannel {
  const header = headers["x-splunk-request-channel"];
  const channel = (typeof header === "string" ? header : undefined) ?? query.get("channel") ?? undefined;
  return channel === undefined || CHANNEL.test(channel) ? { id: channel } : HEC.badChannel;
}

// A batch is answered once it is durable, so an id that was given is acknowledged: nothing has to be remembered but
// how many were given. After a restart the older ids are unknown, and who still asks for one sends its batch again.
let given = 0;

/** The id of a batch that is durable. */
export const nextAck = (): number => given++;

/** Which of the ids that a client asks for are acknowledged; undefined if it does not ask for ids. */
export function readAcks(body: Buffer): Readonly<Record<string, boolean>> | undefined {
  const asked = parse(body);
  const acks: unknown = typeof asked === "object" && asked !== null && "acks" in asked ? asked.acks : undefined;
  if (!Array.isArray(acks) || !acks.every((id) => Number.isSafeInteger(id))) return undefined;
  return Object.fromEntries(acks.map((id: number) => [String(id), id >= 0 && id < given]));
}

const MAX_BYTES = 1_048_576;

function parse(body: Buffer): unknown {
  try {
    return body.length > MAX_BYTES ? undefined : JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
