// A RELP sender as small as one can be: it opens a session, keeps a window of messages under way, and after a broken
// connection sends again what was not acknowledged.
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { closed } from "./closed.ts";

const WINDOW = 128;
const RECONNECT_MS = 20;

/** Sends every line until it is acknowledged. Resolves with the lines in the order of their acknowledgements. */
export async function sendRelp(dial: () => Socket, lines: readonly string[]): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  while (acknowledged.length < lines.length) {
    await session(dial(), lines.slice(acknowledged.length), (line) => acknowledged.push(line));
    await pause(RECONNECT_MS);
  }
  return acknowledged;
}

async function session(socket: Socket, lines: readonly string[], acknowledge: (line: string) => void): Promise<void> {
  socket.on("error", () => {});
  socket.write(frame(1, "open", "relp_version=0\nrelp_software=test\ncommands=syslog"));
  let sent = 0;
  let acknowledged = 0;
  const sendMore = (): void => {
    if (socket.writableEnded) return;
    for (; sent < lines.length && sent - acknowledged < WINDOW; sent++) socket.write(frame(sent + 2, "syslog", lines[sent]!));
    if (acknowledged === lines.length) socket.end(frame(lines.length + 2, "close", ""));
  };
  let rest = "";
  socket.on("data", (piece: Buffer) => {
    const { answers, left } = readAnswers(rest + piece.toString("latin1"));
    rest = left;
    for (const { transaction, text } of answers) {
      if (transaction === 0 || transaction > lines.length + 1) continue;
      if (!text.startsWith("200 OK")) throw new Error(`answered: ${text}`);
      // Answers come in the order of the messages.
      if (transaction > 1) acknowledge(lines[transaction - 2]!);
      if (transaction > 1) acknowledged++;
    }
    if (answers.length > 0) sendMore();
  });
  await closed(socket);
}

const frame = (transaction: number, command: string, data: string): string => {
  const length = Buffer.byteLength(data);
  return `${transaction} ${command} ${length}${length > 0 ? ` ${data}` : ""}\n`;
};

type Answer = { readonly transaction: number; readonly text: string };

function readAnswers(text: string): { readonly answers: readonly Answer[]; readonly left: string } {
  const answers: Answer[] = [];
  let left = text;
  for (;;) {
    const head = /^(\d+) (?:rsp|serverclose) (\d+)([ \n])/.exec(left);
    if (head === null) return { answers, left };
    const start = head[0].length;
    const length = Number(head[2]);
    const end = length === 0 ? start : start + length + 1;
    if (left.length < end) return { answers, left };
    answers.push({ transaction: Number(head[1]), text: left.slice(start, start + length) });
    left = left.slice(end);
  }
}
