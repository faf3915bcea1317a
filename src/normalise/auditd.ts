// Joins the records of one audit event: SYSCALL, EXECVE, CWD, PATH… share `audit(time:serial)`.
import { type Draft, type Event, type Provenance, put, type Value } from "../core/index.ts";
import type { AuditRecord } from "../parsers/index.ts";
import { makeEvent } from "./make.ts";
import { syscallName } from "./syscalls.ts";

type Pending = { readonly source: Provenance; readonly host: string | undefined; readonly records: AuditRecord[]; readonly lines: string[] };

export type AuditJoiner = {
  /** Takes one record and its line; gives the events that it completes. */
  readonly push: (record: AuditRecord, line: string, source: Provenance, host: string | undefined) => Event[];
  /** Gives the events that no later record can complete. */
  readonly flush: () => Event[];
};

// Events of several processors interleave by a few records; auparse waits two seconds, which a file does not have.
const OPEN_LIMIT = 16;
const RECORDS_LIMIT = 1024;

/** A joiner of one stream of audit records; holds at most a few open events. */
export function createAuditJoiner(): AuditJoiner {
  const open = new Map<string, Pending>();
  const take = (key: string): Event[] => {
    const pending = open.get(key);
    open.delete(key);
    return pending === undefined ? [] : [joined(pending)];
  };
  return {
    push(record, line, source, host) {
      const key = `${record.node ?? host ?? ""} ${record.id}`;
      const pending = open.get(key);
      if (record.type === "EOE" && pending !== undefined) {
        // It says nothing, but it is a line, and every line of an event is kept.
        pending.lines.push(line);
        return take(key);
      }
      if (pending === undefined && isAlone(record.type)) return [joined({ source, host, records: [record], lines: [line] })];
      if (pending === undefined) open.set(key, { source, host, records: [record], lines: [line] });
      else {
        pending.records.push(record);
        pending.lines.push(line);
        if (pending.records.length >= RECORDS_LIMIT) return take(key);
      }
      const [oldest] = open.keys();
      return open.size > OPEN_LIMIT && oldest !== undefined ? take(oldest) : [];
    },
    flush() {
      return [...open.keys()].flatMap(take);
    },
  };
}

// Records of programs and of auditd itself come one an event.
const ALONE = ["USER", "CRED_", "ACCT_", "SERVICE_", "SYSTEM_", "DAEMON_", "GRP_", "ADD_", "DEL_", "CRYPTO_", "LOGIN", "ANOM_", "VIRT_", "EOE"];

const isAlone = (type: string): boolean => ALONE.some((prefix) => type.startsWith(prefix));

function joined({ source, host, records, lines }: Pending): Event {
  const fields: Draft = {};
  const executed = records.some(({ type }) => type === "EXECVE");
  const types = [...new Set(records.map(({ type }) => type))];
  fields["type"] = types.length === 1 ? types[0] : types;
  for (const record of records) addRecord(fields, record, executed);
  const args = records.filter(({ type }) => type === "EXECVE").flatMap((record) => argumentsOf(record));
  if (executed) fields["CommandLine"] = args.join(" ");
  addNames(fields);
  const first = records[0]!;
  const code = executed ? "EXECVE" : types.includes("SYSCALL") ? "SYSCALL" : first.type;
  return makeEvent({ product: "linux", channel: "auditd", code, time: first.time, host: first.node ?? host, fields }, lines.join("\n"), undefined, source);
}

function addRecord(fields: Draft, record: AuditRecord, executed: boolean): void {
  for (const name of Object.keys(record.fields)) {
    // SYSCALL's a0–a3 are addresses where EXECVE's are the arguments.
    if (executed && record.type === "SYSCALL" && /^a[0-3]$/.test(name)) continue;
    if (name !== "type") add(fields, name, record.fields[name]);
  }
}

// Several PATH records name several files: all of them count.
function add(fields: Draft, name: string, value: Value): void {
  if (!Object.hasOwn(fields, name)) return put(fields, name, value);
  const before = fields[name];
  if (Array.isArray(before)) {
    if (!before.includes(value)) before.push(value);
  } else if (before !== value) put(fields, name, [before, value]);
}

// An argument longer than a record may hold comes in parts: a1_len=9000 a1[0]=… a1[1]=….
function argumentsOf(record: AuditRecord): string[] {
  const args: string[] = [];
  for (const name of Object.keys(record.fields)) {
    const part = /^a(\d{1,6})(?:\[\d+\])?$/.exec(name);
    if (part === null) continue;
    const at = Number(part[1]);
    const value = record.fields[name];
    if (typeof value !== "string") continue;
    if (at <= args.length) args[at] = (args[at] ?? "") + value;
    else args.push(value);
  }
  return args;
}

function addNames(fields: Draft): void {
  const { arch, syscall, uid } = fields;
  if (fields["SYSCALL"] === undefined && typeof syscall === "string") {
    const name = syscallName(typeof arch === "string" ? arch : "", syscall);
    if (name !== undefined) fields["SYSCALL"] = name;
  }
  if (typeof fields["UID"] === "string") fields["User"] = fields["UID"];
  else if (typeof uid === "string") fields["User"] = uid === "0" ? "root" : uid;
  addAddress(fields);
}

// struct sockaddr in network order: family 2 is IPv4, 0A IPv6 (the family itself in the machine's order).
function addAddress(fields: Draft): void {
  if (typeof fields["laddr"] === "string") {
    fields["DestinationIp"] = fields["laddr"];
    fields["DestinationPort"] = fields["lport"];
    return;
  }
  const address = fields["saddr"];
  if (typeof address !== "string" || !/^[0-9A-Fa-f]{16,}$/.test(address)) return;
  const byte = (at: number) => Number.parseInt(address.slice(2 * at, 2 * at + 2), 16);
  if (address.startsWith("0200")) fields["DestinationIp"] = [4, 5, 6, 7].map(byte).join(".");
  else if (/^0a00/i.test(address) && address.length >= 48) {
    fields["DestinationIp"] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => (byte(8 + 2 * i) * 256 + byte(9 + 2 * i)).toString(16)).join(":");
  } else return;
  fields["DestinationPort"] = byte(2) * 256 + byte(3);
}
