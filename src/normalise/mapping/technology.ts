// A technology, compiled: which events are of it, and its sections.
import type { Condition } from "./condition.ts";
import type { Extract } from "./extract.ts";
import type { DeclaredRead } from "./read.ts";
import type { At } from "./problem.ts";
import type { Rule } from "./rule.ts";

/** Events of one product and channel that are of a technology. In lower case; undefined means any. */
export type Claim = {
  readonly product: string;
  readonly channels: ReadonlySet<string> | undefined;
  readonly codes: ReadonlySet<string> | undefined;
  readonly when: Condition | undefined;
  /** 0–1: how sure it is that nothing else writes such events. */
  readonly confidence: number;
};

/** Rules for some of a technology's events. */
export type Section = {
  /** Where it is written; of no file, where the platform makes it. */
  readonly place: { readonly path: string; readonly at: At } | undefined;
  readonly channels: ReadonlySet<string> | undefined;
  readonly codes: ReadonlySet<string> | undefined;
  readonly when: Condition | undefined;
  readonly extract: readonly Extract[];
  /** ECS fields to make of others; src/normalise/mapping/derive.ts lists them. */
  readonly derive: readonly string[];
  /** ECS field → rules in order of preference. */
  readonly fields: ReadonlyMap<string, readonly Rule[]>;
};

/** The kinds of `related.*`, and the ECS fields that each takes its values from. */
export type Related = { readonly [kind in "hosts" | "user" | "ip" | "hash"]?: readonly string[] };

/** One technology, ready to be used. */
export type Technology = {
  readonly name: string;
  readonly title: string;
  /** Where native fields without an ECS home are kept. */
  readonly root: readonly string[];
  readonly aka: readonly string[];
  /** What the readers are told where somebody names the technology. */
  readonly hint: { readonly product?: string; readonly channel?: string };
  readonly claims: readonly Claim[];
  /** What its records are written in, for people: what its mapping says, and what it reads itself. */
  readonly formats: readonly string[];
  /** Ways to take its records apart, in the order in which they are tried. */
  readonly reads: readonly DeclaredRead[];
  readonly sections: readonly Section[];
  /** Native names that are noise of the way here, not of the event. */
  readonly ignore: ReadonlySet<string>;
  /** Keep native fields also where an ECS field holds the same. */
  readonly keepAll: boolean;
  readonly related: Related;
  /** Native names to which the mapping gives values: they stand in no line. */
  readonly constants: ReadonlySet<string>;
  /** Native names that its mapping asks for, whatever it does with them. */
  readonly mentioned: ReadonlySet<string>;
  /** How many conditions its rules and claims have. */
  readonly conditions: number;
};
