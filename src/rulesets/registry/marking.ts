// What ANSSI's PDIS wants to be said of a rule (IV.2.1.h): from the rule's text, and what the provider adds to it.
import type { RuleHead } from "../../detect/index.ts";

/** What the text of a rule does not say. */
export type Marking = {
  readonly owner?: string | undefined;
  readonly sensitivity?: string | undefined;
  readonly diffusion?: "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED" | undefined;
  readonly osint?: boolean | undefined;
  readonly threat?: string | undefined;
  readonly cve?: readonly string[] | undefined;
  readonly phase?: readonly string[] | undefined;
  readonly method?: string | undefined;
  readonly limits?: string | undefined;
  readonly guidance?: string | undefined;
};

export type Marked = {
  readonly author: string | null;
  readonly source: string;
  readonly created: string | null;
  readonly modified: string | null;
  readonly owner: string | null;
  readonly sensitivity: string | null;
  readonly diffusion: string | null;
  readonly osint: boolean | null;
  readonly threat: string | null;
  readonly cve: readonly string[];
  readonly phase: readonly string[];
  readonly method: string | null;
  readonly limits: string | null;
  readonly guidance: string | null;
  /** What nobody has said yet; a CVE is none that every rule has. */
  readonly missing: readonly string[];
};

/** The marking of a rule: what was added goes before what its text says. */
export function markedOf(head: Pick<RuleHead, "author" | "date" | "modified" | "description" | "tags" | "falsepositives"> | undefined, kind: string, pack: string, added: Marking = {}): Marked {
  const tags = head?.tags ?? [];
  const of = (prefix: string): readonly string[] => tags.filter((tag) => tag.toLowerCase().startsWith(prefix)).map((tag) => tag.slice(prefix.length));
  const tactics = of("attack.").filter((tag) => !/^[tgs]\d/i.test(tag));
  const limits = (head?.falsepositives ?? []).join("; ");
  const marked = {
    author: head?.author ?? null, source: pack, created: head?.date ?? null, modified: head?.modified ?? head?.date ?? null, owner: added.owner ?? null, sensitivity: added.sensitivity ?? null, diffusion: added.diffusion ?? null,
    osint: added.osint ?? null, threat: added.threat ?? head?.description ?? null, cve: added.cve ?? of("cve.").map((cve) => `CVE-${cve.replaceAll(".", "-")}`), phase: added.phase ?? tactics,
    method: added.method ?? (kind === "correlation" ? "correlation of events" : kind === "rule" ? "signature in one event" : null), limits: added.limits ?? (limits === "" ? null : limits), guidance: added.guidance ?? null,
  };
  const missing = Object.entries(marked).filter(([name, value]) => name !== "cve" && (value === null || (Array.isArray(value) && value.length === 0))).map(([name]) => name);
  return { ...marked, missing };
}
