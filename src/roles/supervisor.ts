// Starts the processes of the platform, starts again the ones that die, and stops them in the reverse order.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Logger } from "pino";
import type { MetricObject } from "prom-client";
import { DomainError } from "../core/index.ts";
import type { FromChild, RoleState, ToChild } from "./messages.ts";

/** A process to run: `vigie ROLE ARGS…` with these variables beside our own. */
export type RoleToRun = { readonly name: string; readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>>; readonly flags?: readonly string[] };

type Running = {
  readonly role: RoleToRun;
  child: ChildProcess | undefined;
  isReady: boolean;
  restarts: number;
  startedMs: number;
  /** When it said something last; it does every two seconds. */
  heardMs: number;
  /** Undefined until it was ready for the first time. */
  addresses: Readonly<Record<string, string>> | undefined;
  metrics: readonly MetricObject[];
  readonly whenReady: PromiseWithResolvers<void>;
};

const TOLD_MS = 1_000;
const LEAST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 5_000;
// A process that ran this long was well; its next death is a new one.
const WELL_MS = 30_000;
const DRAIN_MS = 30_000;
// Whoever says nothing for so long hangs, or is stopped by somebody.
const SILENT_MS = 10_000;
// The exit code of a command whose settings are wrong.
const REFUSED = 2;
// How often a process may die before it has ever been ready.
const FIRST_TRIES = 3;

const stopped = ({ name }: RoleToRun): DomainError => new DomainError("conflict", `${name} was asked to stop before it was ready.`);

export class Supervisor {
  readonly #log: Logger;
  readonly #main: string;
  readonly #onChange: () => void;
  readonly #running: Running[] = [];
  readonly #teller: NodeJS.Timeout;
  #isStopping = false;

  /** `main` is the script that children run; `onChange` hears when one starts or ends. */
  constructor(main: string, log: Logger, onChange: () => void) {
    this.#main = main;
    this.#log = log;
    this.#onChange = onChange;
    this.#teller = setInterval(() => this.#tell(), TOLD_MS);
  }

  /** Starts a role and waits until it says that it is ready; gives the addresses that it tells. */
  async start(role: RoleToRun): Promise<Readonly<Record<string, string>>> {
    if (this.#isStopping) throw stopped(role);
    const running: Running = { role, child: undefined, isReady: false, restarts: 0, startedMs: 0, heardMs: 0, addresses: undefined, metrics: [], whenReady: Promise.withResolvers() };
    this.#running.push(running);
    this.#spawn(running);
    await running.whenReady.promise;
    return running.addresses ?? {};
  }

  roles(): readonly RoleState[] {
    return this.#running.map(({ role, child, isReady, heardMs, restarts, addresses = {} }) => ({ role: role.name, pid: child?.pid, isReady: isReady && performance.now() - heardMs < SILENT_MS, restarts, addresses }));
  }

  /** Asks every process to finish what it has, the last started first, and waits for it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#teller);
    for (const { role, whenReady } of this.#running) whenReady.reject(stopped(role));
    for (const running of this.#running.toReversed()) await this.#drain(running);
  }

  #spawn(running: Running): void {
    const { role } = running;
    const child = spawn(process.execPath, [...(role.flags ?? []), this.#main, role.name.replace(/-\d+$/, ""), ...role.args], {
      env: { ...process.env, ...role.environment },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    running.child = child;
    running.startedMs = performance.now();
    child.on("message", (message: FromChild) => this.#hear(running, message));
    child.on("error", (error) => this.#log.error({ role: role.name, error: error.message }, "process could not be started"));
    child.on("exit", (code, signal) => this.#ended(running, code, signal));
    this.#onChange();
  }

  #hear(running: Running, message: FromChild): void {
    running.heardMs = performance.now();
    if (message.type === "metrics") {
      running.metrics = message.metrics;
      return;
    }
    running.isReady = true;
    running.addresses = message.addresses;
    this.#log.info({ role: running.role.name, pid: running.child?.pid, ...message.addresses }, "ready");
    running.whenReady.resolve();
    this.#tell();
  }

  #ended(running: Running, code: number | null, signal: NodeJS.Signals | null): void {
    const { role } = running;
    running.child = undefined;
    running.isReady = false;
    if (this.#isStopping) return;
    const isNew = running.addresses === undefined;
    if (isNew && (code === REFUSED || running.restarts >= FIRST_TRIES)) {
      // It said itself what is wrong; starting it again would change nothing.
      running.whenReady.reject(new DomainError("invalid", `${role.name} could not start: see above.`));
      return;
    }
    running.restarts = performance.now() - running.startedMs > WELL_MS ? 1 : running.restarts + 1;
    const pauseMs = Math.min(LEAST_PAUSE_MS * 2 ** (running.restarts - 1), MOST_PAUSE_MS);
    this.#log.error({ role: role.name, code, signal, pauseMs }, "process ended; it is started again");
    setTimeout(() => {
      if (!this.#isStopping) this.#spawn(running);
    }, pauseMs);
  }

  async #drain({ role, child }: Running): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => {
      this.#log.error({ role: role.name }, `not finished after ${DRAIN_MS / 1000} s; killed. What it had not finished is done again at the next start`);
      child.kill("SIGKILL");
    }, DRAIN_MS);
    await ended;
    clearTimeout(timer);
  }

  #tell(): void {
    const metrics = Object.fromEntries(this.#running.map((running) => [running.role.name, running.metrics]));
    const message: ToChild = { type: "platform", roles: this.roles(), metrics };
    for (const { child } of this.#running) if (child?.connected === true) child.send(message, () => {});
  }
}
