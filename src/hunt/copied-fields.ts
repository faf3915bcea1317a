// Which fields the store may look for in the lines themselves. What a mapping writes may be a constant, looked up or put
// together; what it leaves over stands in the line as it is. `narrowing.test.ts` holds real records to this.
import type { IsCopied } from "../events/filter/index.ts";
import type { Technology } from "../normalise/index.ts";

/** Tells the fields of these technologies' events whose values are copied from the line; for any other, that they may not be. */
export function copiedFields(technologies: readonly Technology[]): IsCopied {
  const made = new Set(technologies.flatMap(({ sections, root, constants }) => [...sections.flatMap(({ fields }) => [...fields.keys()]), ...[...constants].map((name) => [...root, name].join("."))]));
  const roots = technologies.map(({ root }) => root.join(".")).filter((root) => !READ.has(root));
  const known = new Map<string, boolean>();
  return (name) => {
    let copied = known.get(name);
    if (copied === undefined) {
      copied = [...roots, UNMAPPED].some((root) => name.startsWith(`${root}.`)) && !isMade(name, made) && !ADDED.has(name.slice(name.lastIndexOf(".") + 1));
      if (known.size < MAX_KNOWN) known.set(name, copied);
    }
    return copied;
  };
}

const MAX_KNOWN = 10_000;

/** Whether a mapping writes the field, or an object that it stands in. */
function isMade(name: string, made: ReadonlySet<string>): boolean {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) if (made.has(name.slice(0, end))) return true;
  return false;
}

// Where fields of events stand that no technology claims.
const UNMAPPED = "unmapped";

// Logs of sentences and of hexadecimal digits: what we read in them need not stand there.
const READ: ReadonlySet<string> = new Set(["auditd", "auditd.log", "cron", "netfilter", "shadow", "sshd", "su", "sudo", "syslog"]);

// What src/parsers and src/normalise add to the fields of a line.
const ADDED: ReadonlySet<string> = new Set(["time", "eventService", "syslog_priority", "syslog_facility", "syslog_severity"]);
