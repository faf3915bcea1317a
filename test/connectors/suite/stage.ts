// What every test of the suite stands on: the other side, the proxy before it, and the connector that looks through both.
import { setTimeout as wait } from "node:timers/promises";
import { createHttp, RemoteError } from "../../../src/outbound/index.ts";
import type { AnyConnectorKind, Capabilities, Connector, NewTicket, Ticket } from "../../../src/requests/connectors/connector.ts";
import type { OtherSide } from "../other-side.ts";
import { type Faults, startFaults } from "../faults.ts";

export type Stage = {
  readonly other: OtherSide;
  readonly can: Capabilities;
  readonly faults: Faults;
  /** Opened anew for each test: nothing is remembered from the one before. */
  readonly connector: Connector;
  readonly open: (timeoutMs?: number) => Connector;
  /** A key that no ticket has. */
  readonly newKey: () => string;
  /** A ticket to be made, with whatever the other side has of queue and priority. */
  readonly newTicket: (more?: Partial<NewTicket>) => NewTicket;
  /** Makes one; gives its id and what it was made of. */
  readonly made: (more?: Partial<NewTicket>) => Promise<{ readonly id: string; readonly asked: NewTicket }>;
  readonly stop: () => Promise<void>;
};

const TIMEOUT_MS = 60_000;

/** Opens a kind of connector at an address, as the sync does, but never waiting between tries. */
export function openAt(kind: AnyConnectorKind, url: string, { options, secrets }: Pick<OtherSide, "options" | "secrets">, timeoutMs = TIMEOUT_MS): Connector {
  const guard = { internal: new Set(["127.0.0.1", "localhost"]), hint: "the test allows it", longestAnswer: 16 * 1024 * 1024, timeoutMs };
  return kind.open({
    http: (headers) => createHttp({ base: url, guard, headers, perMinute: 1_000_000, sleep: async () => undefined }),
    url, options: kind.options.parse(options) as never, secrets, now: () => new Date(), ca: undefined,
  });
}

/** Puts the proxy before the other side, and opens the connector through it. */
export async function setStage(start: () => Promise<OtherSide>): Promise<Stage> {
  const other = await start();
  const faults = await startFaults(other.url);
  const open = (timeoutMs = TIMEOUT_MS): Connector => openAt(other.kind, faults.url, other, timeoutMs);
  const run = Math.floor(Math.random() * 1e6).toString().padStart(6, "0");
  let count = 0;
  const newKey = (): string => `T${run}-R-${String(++count).padStart(4, "0")}`;
  const newTicket = (more: Partial<NewTicket> = {}): NewTicket => {
    const key = more.key ?? newKey();
    return { key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please block it." }], queue: other.queues?.[0] ?? null, priority: other.priority, asset: null, dueAt: null, ...more };
  };
  const connector = open();
  return {
    other, can: other.kind.capabilities, faults, connector, open, newKey, newTicket,
    made: async (more) => {
      const asked = newTicket(more);
      return { id: await connector.create(asked), asked };
    },
    stop: async () => {
      await connector.close?.();
      await faults.stop();
      await other.stop();
    },
  };
}

/** A ticket as it is; it must be there. */
export async function ticketAt({ connector }: Pick<Stage, "connector">, id: string): Promise<Ticket> {
  const reading = await connector.read(id);
  if (reading.found !== "yes") throw new Error(`the ticket ${id} was to be found, and is ${reading.found}`);
  return reading.ticket;
}

/** What a promise was refused with: a RemoteError, or the test fails. */
export async function refusalOf(promise: Promise<unknown>): Promise<RemoteError> {
  const thrown = await promise.then((value) => new Error(`it was to reject, and gave ${JSON.stringify(value)}`), (error: unknown) => error);
  if (thrown instanceof RemoteError) return thrown;
  throw thrown instanceof Error ? new Error(`not a RemoteError: ${thrown.stack ?? thrown.message}`) : new Error(`not a RemoteError: ${String(thrown)}`);
}

// A search that lags catches up within this, or does not at all.
const LOOKS = 60;
const PAUSE_MS = 250;

/** Looks again and again, as the sync does, until something is seen; the last look's result is given. */
export async function until<Seen>(look: () => Promise<Seen>, isSeen: (seen: Seen) => boolean): Promise<Seen> {
  for (let n = 1; ; n++) {
    const seen = await look();
    if (isSeen(seen) || n === LOOKS) return seen;
    await wait(PAUSE_MS);
  }
}
