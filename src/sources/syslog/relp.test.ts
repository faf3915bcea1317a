import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { closed } from "../../../test/senders/closed.ts";
import { Recorder } from "../conformance.ts";
import { listenRelp, type Listening } from "./index.ts";

let listener: Listening | undefined;
afterEach(() => listener?.close());

const OPEN = frame(1, "open", "relp_version=0\nrelp_software=test\ncommands=syslog");
const OPENED = answer(1, "200 OK\nrelp_version=0\nrelp_software=vigie\ncommands=syslog");

function frame(transaction: number, command: string, data = ""): string {
  return `${transaction} ${command} ${data.length}${data === "" ? "" : ` ${data}`}\n`;
}

function answer(transaction: number, data = ""): string {
  return frame(transaction, "rsp", data);
}

type Talk = { readonly socket: Socket; readonly heard: () => string; readonly hears: (text: string) => Promise<void> };

async function talkTo(recorder: Recorder): Promise<Talk> {
  const lost = ({ lines }: { lines: number }): void => {
    recorder.lost += lines;
  };
  listener = await listenRelp({ name: "edge", host: "127.0.0.1", port: 0, maxLineBytes: 1000, limits: { graceMs: 100 } }, { intake: recorder, lost, failed: () => {}, claim: () => undefined });
  const socket = connect(listener.port, "127.0.0.1");
  socket.on("error", () => {});
  let heard = "";
  socket.on("data", (piece: Buffer) => (heard += piece.toString("latin1")));
  const hears = async (text: string): Promise<void> => {
    while (heard.length < text.length && !socket.closed) await pause(5);
    expect(heard).toBe(text);
  };
  await once(socket, "connect");
  return { socket, heard: () => heard, hears };
}

test("a session from its opening to its close", async () => {
  const recorder = new Recorder();
  const { socket, hears } = await talkTo(recorder);
  socket.write(OPEN + frame(2, "syslog", "<13>one") + frame(3, "syslog", "<13>t\nwo\n") + frame(4, "syslog") + frame(5, "close"));
  await hears(OPENED + answer(2, "200 OK") + answer(3, "200 OK") + answer(4, "200 OK") + answer(5) + frame(0, "serverclose"));
  await closed(socket);
  expect(recorder.lines()).toEqual(["<13>one", "<13>t\nwo"]);
  expect(recorder.arrivals[0]).toMatchObject({ transport: "relp", collector: "edge", peer: "127.0.0.1" });
});

test.each([
  ["a newer version gets the newest that we speak", "relp_version=9\ncommands=syslog", "200 OK\nrelp_version=1\nrelp_software=vigie\ncommands=syslog"],
  ["offers in another order", "commands=starttls,syslog\nrelp_version=1", "200 OK\nrelp_version=1\nrelp_software=vigie\ncommands=syslog"],
  ["no version", "commands=syslog", "500 offer relp_version and commands=syslog"],
  ["no syslog", "relp_version=0\ncommands=mail", "500 offer relp_version and commands=syslog"],
  ["names of the language", "__proto__=1\nconstructor=2", "500 offer relp_version and commands=syslog"],
])("opening: %s", async (_, offers, said) => {
  const { socket, hears } = await talkTo(new Recorder());
  socket.write(frame(1, "open", offers));
  await hears(answer(1, said));
  socket.destroy();
});

test("nothing is taken before the session is open, and unknown commands are refused", async () => {
  const recorder = new Recorder();
  const { socket, hears } = await talkTo(recorder);
  socket.write(frame(1, "syslog", "<13>one") + OPEN + frame(2, "reboot"));
  await hears(answer(1, "500 open the session first") + OPENED + answer(2, "500 command reboot is not known"));
  expect(recorder.lines()).toEqual([]);
  socket.destroy();
});

describe("acknowledgements", () => {
  test("wait until the lines are on disk", async () => {
    let save = (): void => {};
    const recorder = new Recorder();
    const held = Object.assign(recorder, { take: () => new Promise<void>((resolve) => (save = resolve)) });
    const { socket, heard, hears } = await talkTo(held);
    socket.write(OPEN + frame(2, "syslog", "<13>one"));
    await pause(100);
    expect(heard()).toBe(OPENED);
    save();
    await hears(OPENED + answer(2, "200 OK"));
    socket.destroy();
  });

  test("stop for good at the first line that was not kept", async () => {
    const recorder = new Recorder({ failures: 1 });
    const { socket, heard } = await talkTo(recorder);
    socket.write(OPEN + frame(2, "syslog", "<13>one"));
    await closed(socket);
    expect(heard()).toBe(OPENED);
    expect(recorder.lost).toBe(0);
    expect(listener?.counts().refused).toEqual({ "intake failed": 1 });
  });

  test("that nobody reads stop the reading of more", async () => {
    const { socket } = await talkTo(new Recorder());
    socket.write(OPEN);
    socket.pause();
    const many = Array.from({ length: 1000 }, () => frame(7, "syslog")).join("");
    let written = 0;
    while (socket.writableLength < 5_000_000 && written++ < 20_000) {
      socket.write(many);
      if (written % 50 === 0) await pause(1);
    }
    expect(socket.writableLength).toBeGreaterThanOrEqual(5_000_000);
    socket.destroy();
  });
});

test("a line that is too long is cut, counted and acknowledged", async () => {
  const recorder = new Recorder();
  const { socket, hears } = await talkTo(recorder);
  socket.write(OPEN + frame(2, "syslog", "x".repeat(100_000)));
  await hears(OPENED + answer(2, "200 OK"));
  expect(recorder.lines()).toEqual(["x".repeat(1000)]);
  expect(recorder.lost).toBe(1);
  socket.destroy();
});

test("who does not speak RELP is sent away", async () => {
  const { socket } = await talkTo(new Recorder());
  socket.write("<13>Oct 11 22:14:15 host app: plain syslog\n");
  await closed(socket);
  expect(listener?.counts().refused).toEqual({ "not RELP": 1 });
});

test("a listener that closes acknowledges what it took, takes no more, and says so", async () => {
  const recorder = new Recorder({ delayMs: 50 });
  const { socket, hears } = await talkTo(recorder);
  socket.write(OPEN + frame(2, "syslog", "<13>one"));
  await hears(OPENED);
  const closing = listener?.close();
  socket.write(frame(3, "syslog", "<13>two"));
  await closing;
  await hears(OPENED + answer(2, "200 OK") + frame(0, "serverclose"));
  expect(recorder.lines()).toEqual(["<13>one"]);
});
