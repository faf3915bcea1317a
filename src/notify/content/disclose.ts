// What may leave the portal (PDIS IV.2.3.g). Templates are given what this returns and nothing else, so that no wording
// of theirs can tell more: neither events nor rules, nor a value of a log.
import type { Channel } from "../../contract/setting-kinds.ts";

/** All that is known of what a notification is about; texts may hold values of logs. */
export type About = {
  readonly ref: string;
  /** Name of the level in both languages. */
  readonly severity: { readonly en: string; readonly fr: string } | null;
  readonly category: string | null;
  readonly at: Date;
  /** Names of the assets or services that are concerned. */
  readonly perimeter: readonly string[];
  /** A sentence of what happened: for the portal alone. */
  readonly title: string;
  readonly due: Date | null;
  /** TLP:RED is for the ears of those who are in the room, PAP:RED for nothing that an attacker could notice: the portal alone tells more than the reference. */
  readonly isRed: boolean;
};

export type Disclosure = "reference" | "reference-and-severity" | "agreed-facts";

/** What a template may say. */
export type Disclosed = { readonly ref: string; readonly due: Date | null } & Partial<Pick<About, "severity" | "category" | "at" | "perimeter" | "title">>;

const MOST_NAMED = 5;

/** Takes away what the channel may not carry. The portal is the secure channel: it carries all. */
export function disclose(channel: Channel, disclosure: Disclosure, { ref, severity, category, at, perimeter, title, due, isRed }: About): Disclosed {
  if (channel === "portal") return { ref, due, severity, category, at, perimeter, title };
  if (disclosure === "reference" || isRed) return { ref, due };
  if (disclosure === "reference-and-severity") return { ref, due, severity };
  return { ref, due, severity, category, at, perimeter: perimeter.slice(0, MOST_NAMED).map(withoutMarkup) };
}

// Names of assets come from the client's CMDB, and in the end from machines: one line, no addresses that mail programs
// make links of, nothing that turns the direction of writing.
const withoutMarkup = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").replace(/[<>&"'`*_[\]()|\\]/g, " ").replace(/:\/\//g, "[:]//").replace(/@/g, " at ").replace(/ {2,}/g, " ").trim().slice(0, 100);
