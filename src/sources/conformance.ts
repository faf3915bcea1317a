// What every way of receiving must do, whatever its protocol. A test file of each way runs these requirements against
// the real thing: real sockets, real files.
import { deepEqual, equal, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { type Arrival, type Intake, IntakeFull, type Lost, type Transport, TRANSPORTS } from "./arrival.ts";

/** One way of receiving, together with a sender that speaks to it as real ones do. */
export type Way = {
  readonly transport: Transport;
  /** Whether a sender can be made to wait; else what does not fit is lost, and counted. */
  readonly canWait: boolean;
  readonly start: (intake: Intake, lost: (lost: Lost) => void) => Promise<Running>;
};

export type Running = {
  /** Sends lines in order and repeats what the protocol lets it repeat. Resolves with those that it may forget: acknowledged, or sent where nothing is acknowledged. */
  readonly send: (lines: readonly string[]) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

export type Requirement = { readonly name: string; readonly check: (way: Way) => Promise<void> };

const LINES = 10_000;
// Senders that wait do not notice how long; a test that fails must end.
const PATIENCE_MS = 60_000;

/** Each rejects if the way does not do what its name says. */
export const REQUIREMENTS: readonly Requirement[] = [
  { name: "every line arrives once, in order", check: (way) => delivers(way, new Recorder()) },
  { name: "a slow intake makes senders wait, not lines vanish", check: (way) => delivers(way, new Recorder({ delayMs: 10 })) },
  { name: "a full intake makes senders wait, or the loss is counted", check: (way) => delivers(way, new Recorder({ fullFor: 20 })) },
  { name: "an intake that fails is survived, and nothing is acknowledged that it did not keep", check: survivesFailures },
  { name: "arrivals say how, by whom and where they came, and hold no empty line", check: saysWhence },
];

async function delivers(way: Way, recorder: Recorder): Promise<void> {
  const { forgotten } = await run(way, recorder, numbered(LINES));
  equal(forgotten.length, LINES);
  await recorder.hasAccountedFor(LINES);
  const arrived = recorder.lines();
  // Where nothing can be repeated, what is not there must be counted; where all can, all must be there.
  if (way.canWait) equal(recorder.lost, 0);
  const kept = new Set(arrived);
  deepEqual(TRANSPORTS[way.transport].acknowledged ? [...kept] : arrived, numbered(LINES).filter((line) => kept.has(line)));
}

async function survivesFailures(way: Way): Promise<void> {
  const recorder = new Recorder({ failures: 2 });
  const { forgotten } = await run(way, recorder, numbered(LINES));
  if (TRANSPORTS[way.transport].acknowledged) {
    const kept = new Set(recorder.lines());
    deepEqual(forgotten.filter((line) => !kept.has(line)), []);
    equal(recorder.lost, 0);
  } else {
    await recorder.hasAccountedFor(LINES);
    ok(recorder.lost > 0);
  }
  ok(recorder.lines().length > 0, "nothing arrived after the failures");
}

async function saysWhence(way: Way): Promise<void> {
  const recorder = new Recorder();
  await run(way, recorder, numbered(10));
  for (const { transport, collector, peer, arrivedMs, lines } of recorder.arrivals) {
    equal(transport, way.transport);
    ok(collector !== "" && peer !== "" && arrivedMs > 0 && lines.length > 0);
    ok(lines.every(({ length }) => length > 0));
  }
}

async function run(way: Way, recorder: Recorder, lines: readonly string[]): Promise<{ readonly forgotten: readonly string[] }> {
  const running = await way.start(recorder, ({ lines: lost }) => (recorder.lost += lost));
  try {
    const forgotten = await running.send(lines);
    if (!TRANSPORTS[way.transport].acknowledged) await recorder.hasAccountedFor(lines.length);
    return { forgotten };
  } finally {
    await running.close();
  }
}

/** Lines that a syslog listener takes as well as one that takes anything. */
export const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `<13>1 2026-11-24T10:00:00.000Z host-${i % 3} app - - - line ${i}`);

type Behaviour = {
  readonly delayMs?: number;
  /** How many arrivals find no room at first. */
  readonly fullFor?: number;
  /** How many arrivals make it throw. */
  readonly failures?: number;
};

/** An intake that remembers, and is as slow, full or broken as told. */
export class Recorder implements Intake {
  readonly arrivals: Arrival[] = [];
  lost = 0;
  readonly #delayMs: number;
  #fullFor: number;
  #failures: number;

  constructor({ delayMs = 0, fullFor = 0, failures = 0 }: Behaviour = {}) {
    this.#delayMs = delayMs;
    this.#fullFor = fullFor;
    this.#failures = failures;
  }

  readonly take = async (arrival: Arrival): Promise<void> => {
    if (this.#delayMs > 0) await pause(this.#delayMs);
    if (this.#fullFor-- > 0) throw new IntakeFull("full, as told");
    if (this.#failures-- > 0) throw new Error("broken, as told");
    this.arrivals.push(arrival);
  };

  readonly isFull = (): boolean => this.#fullFor > 0;

  readonly room = (): Promise<void> => pause(1);

  lines(): readonly string[] {
    return this.arrivals.flatMap(({ lines }) => lines.map((line) => Buffer.from(line).toString()));
  }

  /** Waits until that many lines arrived or were counted as lost. */
  async hasAccountedFor(lines: number): Promise<void> {
    const isThere = (): boolean => this.arrivals.reduce((sum, arrival) => sum + arrival.lines.length, this.lost) >= lines;
    for (let waitedMs = 0; !isThere() && waitedMs < PATIENCE_MS; waitedMs += 5) await pause(5);
    ok(isThere(), `${this.lines().length} arrived and ${this.lost} lost of ${lines}`);
  }
}
