// RELP: syslog over TCP or TLS with an acknowledgement of each message. Source: rsyslog's "RELP - The Reliable Event
// Logging Protocol", versions 0 and 1 of it, which differ in nothing that a receiver of syslog does.
import { rememberClaims } from "./claims.ts";
import type { Connection } from "./connection.ts";
import { withoutLineEnd } from "./frame.ts";
import { type Budget, Handover } from "./handover.ts";
import { DEFAULT_LIMITS, type ListenerOptions, type Listening, LOST, type Receiver } from "./listener.ts";
import { RelpFramer, type RelpFrame } from "./relp-frame.ts";
import { listenStreams } from "./streams.ts";

const SOFTWARE = "relp_software=vigie";
const GOODBYE = "0 serverclose 0\n";
const NEWEST_VERSION = 1;

/** Receives syslog over RELP. A message is acknowledged once it is on disk; senders repeat what was not. */
export function listenRelp(options: ListenerOptions, receiver: Receiver): Promise<Listening> {
  const budget: Budget = { unsavedBytes: 0 };
  return listenStreams(options, receiver, (connection) => new RelpSession(connection, options, receiver, budget).run());
}

/** A message that waits for its acknowledgement: it is due once that many lines of the session are saved. */
type Unacknowledged = { readonly transaction: number; readonly whenSaved: number };

class RelpSession {
  readonly #connection: Connection;
  readonly #options: ListenerOptions;
  readonly #receiver: Receiver;
  readonly #handover: Handover;
  readonly #claims: ReturnType<typeof rememberClaims>;
  #isOpen = false;
  #isLeaving = false;
  #isGivenUp = false;
  #added = 0;
  #saved = 0;
  readonly #unacknowledged: Unacknowledged[] = [];

  constructor(connection: Connection, options: ListenerOptions, receiver: Receiver, budget: Budget) {
    this.#connection = connection;
    this.#options = options;
    this.#receiver = receiver;
    this.#claims = rememberClaims(receiver.claim, options.name, connection.certificate);
    this.#handover = new Handover({
      receiver,
      transport: "relp",
      collector: options.name,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      budget,
      // The sender's window is small: it waits for us more often than we for it.
      lingerMs: 0,
      whenFull: "wait",
      // Not acknowledged, so not lost: the sender repeats it over its next connection.
      onLost: (_, reason) => this.#giveUp(reason),
      onSaved: (lines) => this.#acknowledge(lines),
      closing: connection.closing,
    });
    connection.onClosing = () => this.#leave();
  }

  async run(): Promise<void> {
    const framer = new RelpFramer(this.#options.maxLineBytes);
    for await (const piece of this.#connection.pieces()) {
      const frames = framer.push(piece);
      // What comes while we leave is not taken, and so not acknowledged: the sender keeps it for its next session.
      if (!this.#isLeaving) for (const frame of frames) await this.#handle(frame);
      if (framer.isBroken) this.#connection.refuse("not RELP");
      this.#connection.holds(framer.heldBytes, frames.length > 0);
      // A sender that does not read its acknowledgements does not get to send more.
      if (this.#connection.isUnread()) await this.#connection.waitFor(this.#connection.wasRead());
      if (this.#handover.isBehind()) await this.#connection.waitFor(this.#handover.caughtUp());
    }
    await this.#handover.drain();
  }

  async #handle({ transaction, command, data, isCut }: RelpFrame): Promise<void> {
    if (command === "open") {
      this.#open(transaction, data);
    } else if (command === "syslog" && this.#isOpen) {
      this.#keep(transaction, data, isCut);
    } else if (command === "close") {
      await this.#leave(rsp(transaction, ""));
    } else {
      this.#connection.send(rsp(transaction, this.#isOpen ? `500 command ${command} is not known` : "500 open the session first"));
    }
  }

  async #leave(lastAnswer = ""): Promise<void> {
    this.#isLeaving = true;
    await this.#handover.drain();
    this.#connection.end(lastAnswer + GOODBYE);
  }

  #open(transaction: number, data: Buffer): void {
    const offers = new Map(data.toString("latin1").split("\n").map((offer) => splitOnce(offer, "=")));
    const version = Number(offers.get("relp_version") ?? Number.NaN);
    const commands = offers.get("commands")?.split(",") ?? [];
    this.#isOpen = version >= 0 && commands.includes("syslog");
    const answer = this.#isOpen
      ? `200 OK\nrelp_version=${Math.min(version, NEWEST_VERSION)}\n${SOFTWARE}\ncommands=syslog`
      : "500 offer relp_version and commands=syslog";
    this.#connection.send(rsp(transaction, answer));
  }

  #keep(transaction: number, data: Buffer, isCut: boolean): void {
    const line = withoutLineEnd(data);
    if (isCut) this.#receiver.lost({ collector: this.#options.name, reason: LOST.cut, lines: 1 });
    if (line.length > 0) {
      const nowMs = Date.now();
      this.#handover.add(line, this.#claims(line, this.#connection.address, nowMs), nowMs);
      this.#added++;
    }
    this.#unacknowledged.push({ transaction, whenSaved: this.#added });
    if (line.length === 0) this.#acknowledge(0);
  }

  /** From here on nothing is acknowledged: what is saved later stands behind what was not. */
  #giveUp(reason: string): void {
    this.#isGivenUp = true;
    this.#connection.refuse(reason);
  }

  #acknowledge(lines: number): void {
    if (this.#isGivenUp) return;
    this.#saved += lines;
    const due = this.#unacknowledged.findIndex(({ whenSaved }) => whenSaved > this.#saved);
    const acknowledged = this.#unacknowledged.splice(0, due < 0 ? this.#unacknowledged.length : due);
    if (acknowledged.length > 0) this.#connection.send(acknowledged.map(({ transaction }) => rsp(transaction, "200 OK")).join(""));
  }
}

const rsp = (transaction: number, data: string): string => (data === "" ? `${transaction} rsp 0\n` : `${transaction} rsp ${data.length} ${data}\n`);

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
