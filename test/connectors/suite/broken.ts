import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { RemoteError } from "../../../src/outbound/index.ts";
import type { Connector } from "../../../src/requests/connectors/connector.ts";
import { type Asked, type Fault, FAULTS, RETRY_AFTER } from "../faults.ts";
import type { OtherSide } from "../other-side.ts";
import { type Attempt, type Method, methodsOf, type Scene, setScene } from "./attempts.ts";
import type { Stage } from "./stage.ts";

/** Everything goes wrong, in every place. */
export const brokenTests = {
  "whatever breaks is told as it is": async (stage: Stage) => {
    const scene = await setScene(stage);
    const wrong: string[] = [];
    for (const method of methodsOf(stage)) {
      const asked = await rehearse(scene, method);
      for (const fault of FAULTS) {
        for (const at of placesFor(fault, asked, stage.other)) {
          const words = await whatIsWrong(scene, method, fault, at);
          if (words !== undefined) wrong.push(`${method.name}, ${fault.name} at request ${at + 1} of ${asked.length}: ${words}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
};

// Further ones are of a kind with those before: pages, and looks at the same.
const MOST_REQUESTS = 8;
const LONGEST_MS = 120_000;

/** Where it breaks: everywhere; but what takes its time, a real server or no answer, at the first, the last and where it writes. */
function placesFor({ name }: Fault, asked: readonly Asked[], { isSlow = false }: OtherSide): readonly number[] {
  const all = asked.slice(0, MOST_REQUESTS).keys().toArray();
  if (!isSlow && name !== "no answer") return all;
  return [...new Set([0, asked.findLastIndex(({ method }) => method !== "GET"), asked.length - 1])].filter((at) => at >= 0);
}

/** Lets a method through, and sees what it asks. */
async function rehearse(scene: Scene, method: Method): Promise<readonly Asked[]> {
  const { stage: { faults, open } } = scene;
  const attempt = await method.prepare(scene);
  await faults.clear();
  const connector = open();
  const given = await attempt.run(connector);
  const asked = [...faults.asked];
  await connector.close?.();
  if (attempt.isRight?.(given) === false) throw new Error(`${method.name} gave ${JSON.stringify(given)} where nothing was broken`);
  const written = await attempt.written?.();
  if (written !== undefined && written !== 1) throw new Error(`${method.name} wrote ${written} times where nothing was broken`);
  return asked;
}

/** Breaks one request of a method, and says what it does wrong then. */
async function whatIsWrong(scene: Scene, method: Method, fault: Fault, at: number): Promise<string | undefined> {
  const { stage: { faults, open, other } } = scene;
  const attempt = await method.prepare(scene);
  await faults.clear();
  const connector = open(fault.name === "no answer" ? other.timeoutMs ?? 400 : undefined);
  faults.arm(fault, at);
  const outcome = await Promise.race([outcomeOf(attempt, connector), wait(LONGEST_MS, "hangs" as const, { ref: false })]);
  const repeated = twice(faults.asked);
  await faults.clear();
  await connector.close?.().catch(() => undefined);
  if (outcome === "hangs") return "it hangs";
  if (repeated !== undefined) return `it was told to ${repeated} twice`;
  return judge(outcome, fault, attempt);
}

type Outcome = { readonly given: unknown } | { readonly thrown: unknown };

const outcomeOf = (attempt: Attempt, connector: Connector): Promise<Outcome> =>
  // A method that throws before it promises is wrong too, and seen.
  Promise.resolve().then(() => attempt.run(connector)).then((given) => ({ given }), (thrown: unknown) => ({ thrown }));

async function judge(outcome: Outcome, fault: Fault, { isRight, written }: Attempt): Promise<string | undefined> {
  const times = await written?.();
  if (times !== undefined && times > 1) return `it is there ${times} times`;
  if ("given" in outcome) {
    if (isRight?.(outcome.given) === false) return `it gave ${JSON.stringify(outcome.given)?.slice(0, 300)}`;
    return times === 0 ? "it answered well, and nothing was written" : undefined;
  }
  const { thrown } = outcome;
  if (!(thrown instanceof RemoteError)) return `it threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  if (times === 1 && thrown.arrived === "no") return `it arrived, and is told not to have: ${thrown.message}`;
  if (thrown.problem !== fault.problem) return `it is told as ${thrown.message}`;
  if (thrown.problem === "busy" && thrown.afterMs !== RETRY_AFTER * 1000) return `when to ask again is ${thrown.afterMs}`;
  return /<\w|[\p{Cc}]/u.test(thrown.words) || thrown.words.length > 500 || thrown.todo === "" ? `its words are ${JSON.stringify(thrown.words)}` : undefined;
}

/** A write that was sent again word for word; a POST may be a search, and what it made is counted. */
function twice(asked: readonly Asked[]): string | undefined {
  const writes = asked.filter(({ method, passed }) => passed && ["PUT", "PATCH", "DELETE"].includes(method)).map(({ method, path, body }) => `${method} ${path} ${body}`);
  return writes.find((write, n) => writes.indexOf(write) !== n)?.slice(0, 200);
}
