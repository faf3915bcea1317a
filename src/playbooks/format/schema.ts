// A playbook as analysts write it in content/playbooks/: one YAML file each, English and French side by side.
import { z } from "zod";
import { RequestAction } from "../../contract/requests.ts";
import { IncidentCategory } from "../../contract/setting-parts.ts";

/** The parts of a playbook, in their order (NIST SP 800-61r2, 3.2 to 3.4). */
export const SECTIONS = ["understand", "contain", "recover", "learn"] as const;
export type SectionKey = (typeof SECTIONS)[number];

const Sentence = z.string().trim().min(3).max(2000);
const Both = z.strictObject({ en: Sentence, fr: Sentence });
export type Both = z.infer<typeof Both>;

const Key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "write a short name in lower-case letters, digits and hyphens, a letter first");
const Technique = z.string().regex(/^t\d{4}(?:\.\d{3})?$/, "write techniques as Sigma's tags do: t1566 or t1566.002");
const Tactic = z.string().regex(/^attack\.[a-z]+(?:-[a-z]+){0,3}$/, "write tactics as Sigma's tags do: attack.initial-access");
const Minutes = z.int().min(5).max(1440);
const Lapse = z.enum(["approve", "refuse", "do-nothing"]);

const Choice = z.string().trim().min(1).max(200);
const Choices = z.record(Key, z.strictObject({ en: Choice, fr: Choice })).refine((all) => Object.keys(all).length >= 2 && Object.keys(all).length <= 6, "give two to six choices");

const OneOrMore = z.union([Key, z.array(Key).min(1).max(10)]).transform((named) => (typeof named === "string" ? [named] : named));

const every = {
  id: Key,
  title: Both.describe("verb first, short"),
  text: Both.optional(),
  /** Step → outcomes: all must hold, of each one of its outcomes. */
  when: z.record(Key, OneOrMore).optional(),
};

const Hunt = z.strictObject({ query: z.string().trim().min(1).max(2000), hours: z.int().min(1).max(4400).default(24) });

const Target = z.strictObject({
  kind: z.enum(["asset", "account", "indicator"]),
  roles: z.array(z.enum(["victim", "source", "pivot", "witness", "target", "related"])).min(1).optional(),
  types: z.array(z.enum(["sha256", "sha1", "md5", "file-name", "file-path", "ip", "domain", "url", "email"])).min(1).optional(),
  /** Whether it is well if the incident has none: the step is passed by then. */
  optional: z.boolean().default(false),
});

export const Step = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("do"), ...every, hunt: Hunt.optional(), shared: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal("question"), ...every, to: z.enum(["analyst", "client"]), choices: Choices, hunt: Hunt.optional() }),
  z.strictObject({ kind: z.literal("decision"), ...every, by: z.enum(["analyst", "client"]), choices: Choices }),
  z.strictObject({
    kind: z.literal("request"), ...every, action: RequestAction, each: Target, steps: z.array(Both).min(1).max(10), care: Both.optional(), why: Both.optional(), proof: Both.optional(),
    /** The analyst's answer that says that the conditions of a pre-authorisation are met. */
    confirmed: Key.optional(),
    approval: z.strictObject({ minutes: Minutes, default: Lapse }),
  }),
  z.strictObject({ kind: z.literal("approval"), ...every, minutes: Minutes, default: Lapse }),
  z.strictObject({ kind: z.literal("wait"), ...every, for: z.array(Key).min(1).max(10) }),
]);
export type Step = z.infer<typeof Step>;
export type StepKind = Step["kind"];
export type StepOf<Kind extends StepKind> = Extract<Step, { readonly kind: Kind }>;

const Section = z.strictObject({ done: z.array(Both).min(1).max(6), steps: z.array(Step).min(1).max(20) });

export const Playbook = z.strictObject({
  name: Key,
  version: z.int().min(1),
  title: Both,
  summary: Both,
  for: z
    .strictObject({ categories: z.array(IncidentCategory).default([]), techniques: z.array(Technique).default([]), tags: z.array(Tactic).default([]) })
    .refine(({ categories, techniques }) => categories.length + techniques.length > 0, "name a category or a technique, or nobody is ever proposed it"),
  /** Begins by itself at an incident that the provider handles and that shows one of these. */
  autostart: z.strictObject({ techniques: z.array(Technique).min(1) }).optional(),
  done: z.array(Both).min(1).max(6),
  sections: z.strictObject({ understand: Section, contain: Section, recover: Section, learn: Section }),
});
export type Playbook = z.infer<typeof Playbook>;

/** All steps, in their order. */
export const stepsOf = ({ sections }: Pick<Playbook, "sections">): readonly Step[] => SECTIONS.flatMap((key) => sections[key].steps);
