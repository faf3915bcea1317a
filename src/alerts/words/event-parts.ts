// The parts of an event that a sentence names, whichever taxonomy its fields are of: ECS of whole events, or that of the rule.
import { textOf, valueAt } from "../values.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Part → fields, the first that is there counts. `-name` parts are file names of paths. */
const PARTS = {
  process: ["process.name", "process.executable", "Image", "NewProcessName", "exe", "comm"],
  command: ["process.command_line", "CommandLine", "ProcessCommandLine", "ScriptBlockText", "a1"],
  parent: ["process.parent.name", "process.parent.executable", "ParentImage", "ParentProcessName"],
  target: ["TargetImage", "Target.process.name"],
  user: ["user.name", "User", "SubjectUserName", "TargetUserName", "userIdentity.userName", "user", "UserId", "username"],
  targetUser: ["user.target.name", "TargetUserName", "MemberName"],
  source: ["source.ip", "client.ip", "IpAddress", "SourceIp", "src_ip", "c-ip", "sourceIPAddress", "ClientIP", "source.address"],
  destination: ["destination.domain", "destination.ip", "DestinationHostname", "DestinationIp", "dst_ip", "destination.address"],
  port: ["destination.port", "DestinationPort", "dst_port"],
  file: ["file.path", "TargetFilename", "file.name", "ObjectName", "FileName"],
  registry: ["registry.path", "TargetObject"],
  registryValue: ["registry.data.strings", "Details"],
  query: ["dns.question.name", "QueryName", "query"],
  url: ["url.full", "url.original", "url.path", "c-uri", "cs-uri-query", "cs-uri-stem"],
  method: ["http.request.method", "cs-method"],
  sender: ["email.from.address", "SenderFromAddress", "sender"],
  recipient: ["email.to.address", "RecipientEmailAddress", "recipient"],
  subject: ["email.subject", "Subject"],
  action: ["event.action", "eventName", "Operation", "operationName", "EventType"],
  service: ["cloud.service.name", "eventSource", "Workload", "cloud.provider"],
  host: ["host.name", "Computer", "hostname"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Part = keyof typeof PARTS;

// Of these a person reads the file's name alone.
const FILE_NAMES: ReadonlySet<Part> = new Set(["process", "parent", "target"]);

/** The value of a part, and the field that has it. */
export function partOf(fields: Fields, part: Part): { readonly value: string; readonly field: string } | undefined {
  for (const field of PARTS[part]) {
    const value = textOf(valueAt(fields, field));
    if (value !== undefined && value !== "-") return { value: FILE_NAMES.has(part) ? baseName(value) : value, field };
  }
  return undefined;
}

function baseName(path: string): string {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  const name = path.slice(cut + 1);
  return name === "" ? path : name;
}

export type Kind = "mail" | "cloud" | "dns" | "http" | "registry" | "logon" | "process" | "file" | "network" | "other";

const LOGON = new Set(["4624", "4625", "4634", "4648", "4768", "4769", "4771", "4776"]);

/** What kind of thing happened: by ECS's own categories, else by which parts there are. */
export function kindOf(fields: Fields): Kind {
  const categories = valueAt(fields, "event.category");
  const said = new Set((Array.isArray(categories) ? (categories as readonly unknown[]) : [categories]).map(String));
  const has = (part: Part): boolean => partOf(fields, part) !== undefined;
  if (said.has("email") || (has("sender") && has("recipient"))) return "mail";
  if (valueAt(fields, "cloud.provider") !== undefined || valueAt(fields, "eventSource") !== undefined) return "cloud";
  if (has("query")) return "dns";
  if (said.has("authentication") || LOGON.has(textOf(valueAt(fields, "EventID") ?? valueAt(fields, "event.code")) ?? "")) return "logon";
  if (has("registry")) return "registry";
  if (said.has("web") || has("url")) return "http";
  if (said.has("process") || has("command")) return "process";
  if (said.has("file") || has("file")) return "file";
  if (has("destination")) return "network";
  return has("process") ? "process" : "other";
}
