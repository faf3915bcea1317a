// Processes as a tree, from their events. A process is known by its entity id, else by its pid on this host, of which
// the last start before counts: pids are used again.
import { valuesAt } from "../../data/event-document.ts";
import type { FoundEvent } from "../../data/events.ts";

export type Process = {
  readonly key: string;
  readonly name: string;
  readonly command: string | undefined;
  readonly user: string | undefined;
  /** Its first event; none where only a child tells of it. */
  readonly event: FoundEvent | undefined;
  readonly events: readonly string[];
  readonly children: readonly Process[];
};

type Making = { key: string; name: string; command: string | undefined; user: string | undefined; event: FoundEvent | undefined; readonly events: string[]; readonly children: Making[]; parent: string | undefined };

const one = (event: FoundEvent, name: string): string | undefined => valuesAt(event.event, name)[0];

/** The tree that holds the wanted event: from its oldest known ancestor down. */
export function treeOf(events: readonly FoundEvent[], wanted: string): Process | undefined {
  const made = new Map<string, Making>();
  const byPid = new Map<string, string>();
  let root: Making | undefined;
  for (const event of events.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))) {
    const process = processOf(event, made, byPid);
    if (process === undefined) continue;
    process.events.push(event.id);
    if (event.id === wanted) root = process;
  }
  for (const process of made.values()) {
    if (process.parent !== undefined && isAbove(process, made.get(process.parent), made)) process.parent = undefined;
    if (process.parent !== undefined) made.get(process.parent)?.children.push(process);
  }
  while (root?.parent !== undefined) {
    const parent = made.get(root.parent);
    if (parent === undefined) break;
    root = parent;
  }
  return root;
}

/** Whether a process is its own ancestor by way of `parent`: a log can say so, and a tree that goes round never ends. */
function isAbove(process: Making, parent: Making | undefined, made: ReadonlyMap<string, Making>): boolean {
  const seen = new Set<Making>();
  for (let at = parent; at !== undefined && !seen.has(at); at = at.parent === undefined ? undefined : made.get(at.parent)) {
    if (at === process) return true;
    seen.add(at);
  }
  return false;
}

function processOf(event: FoundEvent, made: Map<string, Making>, byPid: Map<string, string>): Making | undefined {
  const pid = one(event, "process.pid");
  const entity = one(event, "process.entity_id");
  if (pid === undefined && entity === undefined) return undefined;
  const isStart = valuesAt(event.event, "event.type").includes("start");
  const key = entity ?? (isStart || !byPid.has(pid!) ? `${pid}@${event.id}` : byPid.get(pid!)!);
  const parent = parentOf(event, made, byPid);
  if (pid !== undefined) byPid.set(pid, key);
  const known = made.get(key);
  const name = one(event, "process.name") ?? one(event, "process.executable")?.split(/[\\/]/).at(-1) ?? pid ?? key;
  const command = one(event, "process.command_line");
  const user = one(event, "user.name");
  if (known !== undefined) {
    // Only a child told of it until now.
    if (known.event === undefined) known.name = name;
    known.event ??= event;
    known.command ??= command;
    known.user ??= user;
    known.parent ??= parent === key ? undefined : parent;
    return known;
  }
  const making: Making = { key, name, command, user, event, events: [], children: [], parent: parent === key ? undefined : parent };
  made.set(key, making);
  return making;
}

/** The key of the parent; one that has no event of its own is made of what its child says. */
function parentOf(event: FoundEvent, made: Map<string, Making>, byPid: Map<string, string>): string | undefined {
  const entity = one(event, "process.parent.entity_id");
  const pid = one(event, "process.parent.pid");
  const executable = one(event, "process.parent.executable");
  const name = one(event, "process.parent.name") ?? executable?.split(/[\\/]/).at(-1);
  const key = entity ?? (pid === undefined ? undefined : (byPid.get(pid) ?? `${pid}@parent`)) ?? (name === undefined ? undefined : `${name}@named`);
  if (key === undefined) return undefined;
  if (!made.has(key)) {
    made.set(key, { key, name: name ?? pid ?? key, command: one(event, "process.parent.command_line"), user: undefined, event: undefined, events: [], children: [], parent: undefined });
    if (pid !== undefined) byPid.set(pid, key);
  }
  return key;
}
