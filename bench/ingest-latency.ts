import { setTimeout as wait } from "node:timers/promises";
import { BulkClient } from "../test/platform/bulk-client.ts";
import { ATTACK, numberedEvent } from "../test/platform/numbered-events.ts";
import type { TestPlatform } from "../test/platform/platform.ts";

export type Load = { readonly address: string; readonly token: string; readonly eventsPerSecond: number; readonly seconds: number };

const EVERY_MS = 100;
let round = 0;

/** Milliseconds from an event's own time, which is when it is sent, until its detection is stored, at a steady rate. */
export async function measureLatency(platform: TestPlatform, { address, token, eventsPerSecond, seconds }: Load): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const client = new BulkClient(address, token);
  const since = new Date();
  const perTurn = Math.max(1, Math.round((eventsPerSecond * EVERY_MS) / 1000));
  const turns = (seconds * 1000) / EVERY_MS;
  const began = performance.now();
  const sent: Promise<unknown>[] = [];
  round++;
  for (let turn = 0; turn < turns; turn++) {
    const now = new Date();
    // Of the numbers, one in ten matches the rule; here one a turn.
    const numbers = Array.from({ length: perTurn }, (_, i) => 10_000_000 * round + turn * perTurn * 10 + i * 10 + (i === 0 ? 0 : 1));
    sent.push(client.send(numbers.map((n) => numberedEvent(n, now))));
    await wait(Math.max(0, began + (turn + 1) * EVERY_MS - performance.now()));
  }
  await Promise.all(sent);
  await wait(3_000);
  if (turns === 0) return { p50Ms: 0, p99Ms: 0 };
  const took: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = (await (await platform.ask(`/v1/tenants/bench/detections?since=${since.toISOString()}&limit=1000${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`)).json()) as {
      detections: { rule: { title: string }; time: string; storedAt: string }[];
      next: string | null;
    };
    took.push(...page.detections.filter(({ rule }) => rule.title === ATTACK).map(({ time, storedAt }) => Date.parse(storedAt) - Date.parse(time)));
    cursor = page.next;
  }
  if (took.length < turns) throw new Error(`${took.length} detections of ${turns}`);
  const sorted = took.toSorted((a, b) => a - b);
  return { p50Ms: sorted[Math.floor(sorted.length * 0.5)]!, p99Ms: sorted[Math.floor(sorted.length * 0.99)]! };
}
