// Starts the SMTP server of smtp-process.ts and collects what it received.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly text: string };
export type SmtpServer = { readonly port: number; readonly mails: readonly ReceivedMail[]; readonly stop: () => void };

/** On a port that the system chooses, or on this one. */
export async function startSmtp(port = 0): Promise<SmtpServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "smtp-process.ts"), String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const mails: ReceivedMail[] = [];
  const listening = Promise.withResolvers<number>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const told = JSON.parse(line) as ReceivedMail | { readonly port: number };
    if ("port" in told) listening.resolve(told.port);
    else mails.push(told);
  });
  child.once("exit", (code) => listening.reject(new Error(`the SMTP server ended with ${code}`)));
  return { port: await listening.promise, mails, stop: () => child.kill() };
}
