// What the messages of a few Unix programs say, as fields beside the message: names as the programs or their manuals have them.
import { put, type Draft } from "../core/index.ts";

/** Adds the fields of a message that a known program wrote; leaves an unknown one alone, and says so. */
export function addMessageFields(fields: Draft, program: string, message: string): boolean {
  const read = program.startsWith("sshd") ? sshd : Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  read?.(fields, message);
  return read !== undefined;
}

// auth.c: `Failed password for [invalid user ]NAME from IP port N ssh2`, `Accepted publickey for …`, `Invalid user NAME from IP`.
function sshd(fields: Draft, message: string): void {
  const failed = message.startsWith("Failed ");
  if (failed || message.startsWith("Accepted ")) {
    const who = message.indexOf(" for ");
    if (who < 0) return;
    fields["outcome"] = failed ? "failure" : "success";
    fields["method"] = message.slice(failed ? 7 : 9, who);
    const name = message.slice(who + 5);
    address(fields, name.startsWith("invalid user ") ? name.slice(13) : name);
  } else if (message.startsWith("Invalid user ")) {
    fields["outcome"] = "failure";
    address(fields, message.slice(13));
  }
}

// The name is the client's choice and may hold ` from `: the last one is sshd's own.
function address(fields: Draft, text: string): void {
  const from = text.lastIndexOf(" from ");
  if (from < 0) return;
  fields["user"] = text.slice(0, from);
  const [ip = "", , port] = text.slice(from + 6).split(" ", 3);
  fields["src_ip"] = ip;
  if (port !== undefined) fields["src_port"] = port;
}

// sudoers(5): `alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/ls`; before TTY may stand why it was refused.
function sudo(fields: Draft, message: string): void {
  const colon = message.indexOf(" : ");
  if (colon < 0) return;
  fields["user"] = message.slice(0, colon).trim();
  const command = message.indexOf("COMMAND=", colon);
  // The command may hold ` ; `: everything behind COMMAND= is the command.
  for (const part of message.slice(colon + 3, command < 0 ? undefined : command).split(" ; ")) {
    const equals = part.indexOf("=");
    if (equals > 0) put(fields, part.slice(0, equals).trim(), part.slice(equals + 1));
    else if (part.trim() !== "") fields["reason"] = part.trim();
  }
  if (command >= 0) fields["COMMAND"] = message.slice(command + 8);
}

// util-linux and shadow: `(to root) alice on pts/1`, `FAILED SU (to root) alice on pts/1`.
function su(fields: Draft, message: string): void {
  const to = message.indexOf("(to ");
  const close = to < 0 ? -1 : message.indexOf(") ", to);
  if (close < 0) return;
  fields["target_user"] = message.slice(to + 4, close);
  const on = message.indexOf(" on ", close);
  fields["user"] = message.slice(close + 2, on < 0 ? undefined : on);
  fields["outcome"] = message.startsWith("FAILED") ? "failure" : "success";
}

// `(root) CMD (command)`, `(root) REPLACE (root)`.
function cron(fields: Draft, message: string): void {
  const close = message.indexOf(") ");
  if (message[0] !== "(" || close < 0) return;
  fields["user"] = message.slice(1, close);
  const open = message.indexOf(" (", close + 2);
  fields["action"] = message.slice(close + 2, open < 0 ? undefined : open);
  if (open >= 0) fields["command"] = message.slice(open + 2, message.endsWith(")") ? -1 : undefined);
}

// The kernel's LOG target: `[UFW BLOCK] IN=eth0 OUT= MAC=… SRC=… DST=… LEN=… PROTO=TCP SPT=… DPT=…`.
function netfilter(fields: Draft, message: string): void {
  if (!message.includes("IN=") || !message.includes(" SRC=") || !message.includes(" DST=")) return;
  for (const word of message.slice(message.indexOf("IN=")).split(" ")) {
    const equals = word.indexOf("=");
    if (equals > 0) put(fields, word.slice(0, equals), word.slice(equals + 1));
  }
  fields["firewall"] = "netfilter";
  const written = message.slice(0, message.indexOf("IN=")).trim();
  const prefix = written.slice(-PREFIX_CHARS).toUpperCase();
  fields["prefix"] = written;
  if (/BLOCK|DROP|REJECT|DENY/.test(prefix)) fields["action"] = "block";
  else if (/ALLOW|ACCEPT/.test(prefix)) fields["action"] = "accept";
}

// The kernel allows 29; a time of its own may stand before.
const PREFIX_CHARS = 64;

// A message without program may be the kernel's: it is told by its form.
const PROGRAMS: Readonly<Record<string, (fields: Draft, message: string) => void>> = { sudo, su, cron, crond: cron, crontab: cron, anacron: cron, kernel: netfilter, "": netfilter };
