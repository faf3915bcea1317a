import { mapping, readDocuments, type Document, type Mapping } from "./document.ts";
import { applyFilters, parseFilter, type Filter } from "./filter.ts";
import type { Placeholders } from "./placeholders.ts";
import { RuleProblem } from "./problem.ts";
import { keyOf, parseHead, parseRule, type Rule } from "./rule.ts";
import { resolveCorrelations, type ResolvedCorrelation } from "./correlation-resolve.ts";
import type { CorrelationRule } from "./correlation-types.ts";
import { parseCorrelation } from "./correlation.ts";
import type { Refusal, RuleHead } from "../types.ts";

/** A file of rules as text; `path` is only for people. */
export type RuleFile = { readonly path: string; readonly text: string };

export type LoadOptions = {
  /** Values of placeholders (`%name%` with `expand`). A rule that needs others is refused with their names. */
  readonly placeholders?: Placeholders;
  /** Load rules whose status is deprecated or unsupported too. */
  readonly deprecated?: boolean;
};

/** All that could be used, and for every document that could not, why. Documents = rules + correlations + filters + refused. */
export type RuleSet = {
  readonly rules: readonly Rule[];
  /** Each behind those that it names. */
  readonly correlations: readonly ResolvedCorrelation[];
  readonly filters: readonly Filter[];
  readonly refused: readonly Refusal[];
};

type Draft = { rules: Rule[]; correlations: CorrelationRule[]; filters: Filter[]; refused: Refusal[] };

/** Reads rules, correlations and filters from YAML files. Never throws for what a file holds. */
export function loadRules(files: Iterable<RuleFile>, options: LoadOptions = {}): RuleSet {
  const draft: Draft = { rules: [], correlations: [], filters: [], refused: [] };
  const ids = new Map<string, RuleHead>();
  const places = new Map<string, Document>();
  for (const { path, text } of files) {
    const read = readDocuments(text);
    if (!read.ok) {
      draft.refused.push({ path, ...read.place, title: undefined, id: undefined, reason: read.reason, hint: read.hint });
      continue;
    }
    if (read.documents.length === 0) draft.refused.push({ path, line: 1, column: 1, title: undefined, id: undefined, reason: "the file is empty", hint: "Remove it, or write a rule in it." });
    for (const document of read.documents) loadDocument(draft, document, path, ids, places, options);
  }
  return finish(draft, places);
}

function loadDocument(draft: Draft, document: Document, path: string, ids: Map<string, RuleHead>, places: Map<string, Document>, options: LoadOptions): void {
  let head: RuleHead | undefined;
  try {
    const value = mapping(document.value, [], "a rule document");
    head = parseHead(value, path, document.place([]));
    if (Object.hasOwn(value, "action")) {
      throw new RuleProblem(["action"], "`action` collections are not part of Sigma 2", "Write each rule as a whole document.");
    }
    const add = parseDocument(value, head, options.placeholders ?? new Map());
    checkUse(head, ids, options);
    add(draft);
    places.set(keyOf(head), document);
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    draft.refused.push(refusal(error, path, document, head ?? namesOf(document.value)));
  }
}

/** What can be told of a document whose head could not be read. */
function namesOf(value: unknown): Pick<RuleHead, "id" | "title"> | undefined {
  const { id, title } = (typeof value === "object" && value !== null ? value : {}) as Mapping;
  return typeof title === "string" ? { title, id: typeof id === "string" ? id : undefined } : undefined;
}

function checkUse(head: RuleHead, ids: Map<string, RuleHead>, options: LoadOptions): void {
  if (!options.deprecated && (head.status === "deprecated" || head.status === "unsupported")) {
    const heir = head.related[0];
    throw new RuleProblem(["status"], `the rule is ${head.status}`, heir ? `Use ${heir.id} (${heir.type}) instead, or load with --deprecated.` : "Load with --deprecated if you need it.");
  }
  const twin = head.id === undefined ? undefined : ids.get(head.id);
  if (twin !== undefined) throw new RuleProblem(["id"], `the id is taken by ${twin.path}:${twin.line}`, "Give one of the two rules a new UUID, or load only one of them.");
  if (head.id !== undefined) ids.set(head.id, head);
}

/** Parses a document by its kind; what comes back puts it into the draft. */
function parseDocument(value: Mapping, head: RuleHead, placeholders: Placeholders): (draft: Draft) => void {
  if (Object.hasOwn(value, "correlation")) {
    const correlation = parseCorrelation(value, head);
    return (draft) => draft.correlations.push(correlation);
  }
  if (Object.hasOwn(value, "filter")) {
    const filter = parseFilter(value, head, placeholders);
    return (draft) => draft.filters.push(filter);
  }
  if (Object.hasOwn(value, "detection")) {
    const rule = parseRule(value, head, placeholders);
    return (draft) => draft.rules.push(rule);
  }
  throw new RuleProblem([], "the document has no detection, correlation or filter", "Add a detection; a file that holds no rules belongs elsewhere.");
}

/** Joins what refers to other documents: filters to rules, correlations to rules and to each other. */
function finish(draft: Draft, places: Map<string, Document>): RuleSet {
  const rules = draft.filters.length === 0 ? draft.rules : draft.rules.map((rule) => applyFilters(rule, draft.filters));
  const resolved = resolveCorrelations(draft.correlations, rules);
  const refused = [...draft.refused];
  for (const { correlation, problem } of resolved.refused) {
    refused.push(refusal(problem, correlation.head.path, places.get(keyOf(correlation.head)), correlation.head));
  }
  return { rules, correlations: resolved.correlations, filters: draft.filters, refused };
}

function refusal(problem: RuleProblem, path: string, document: Document | undefined, head: Pick<RuleHead, "id" | "title"> | undefined): Refusal {
  const place = document?.place(problem.at) ?? { line: 1, column: 1 };
  return { path, ...place, title: head?.title, id: head?.id, reason: problem.message, hint: problem.hint };
}
