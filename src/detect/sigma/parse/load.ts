import { mapping, readDocuments, type Document, type Mapping } from "./document.ts";
import { applyFilters, concerns, parseFilter, type Filter } from "./filter.ts";
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

/** Reads rules, correlations and filters from YAML files. Never throws for what a file holds. */
export function loadRules(files: Iterable<RuleFile>, options: LoadOptions = {}): RuleSet {
  const loader = new Loader(options);
  for (const { path, text } of files) loader.addFile(path, text);
  return loader.finish();
}

class Loader {
  readonly #options: LoadOptions;
  readonly #rules: Rule[] = [];
  readonly #correlations: CorrelationRule[] = [];
  readonly #filters: Filter[] = [];
  readonly #refused: Refusal[] = [];
  readonly #ids = new Map<string, RuleHead>();
  /** Documents of correlations and filters, whose mistakes may show only when all are read. */
  readonly #documents = new Map<string, Document>();

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  addFile(path: string, text: string): void {
    const read = readDocuments(text);
    if (!read.ok) {
      this.#refused.push({ path, ...read.place, title: undefined, id: undefined, reason: read.reason, hint: read.hint });
      return;
    }
    if (read.documents.length === 0) this.#refused.push({ path, line: 1, column: 1, title: undefined, id: undefined, reason: "the file is empty", hint: "Remove it, or write a rule in it." });
    for (const document of read.documents) this.#addDocument(document, path);
  }

  #addDocument(document: Document, path: string): void {
    let head: RuleHead | undefined;
    try {
      const value = mapping(document.value, [], "a rule document");
      head = parseHead(value, path, document.place([]));
      if (Object.hasOwn(value, "action")) {
        throw new RuleProblem(["action"], "`action` collections are not part of Sigma 2", "Write each rule as a whole document.");
      }
      const keep = this.#parse(value, head, document);
      this.#checkUse(head);
      keep();
    } catch (error) {
      if (!(error instanceof RuleProblem)) throw error;
      this.#refused.push(refusal(error, path, document, head ?? namesOf(document.value)));
    }
  }

  /** Parses a document by its kind; what comes back keeps it. */
  #parse(value: Mapping, head: RuleHead, document: Document): () => void {
    const placeholders = this.#options.placeholders ?? new Map<string, readonly string[]>();
    if (Object.hasOwn(value, "correlation")) {
      const correlation = parseCorrelation(value, head);
      return () => {
        this.#correlations.push(correlation);
        this.#documents.set(correlation.key, document);
      };
    }
    if (Object.hasOwn(value, "filter")) {
      const filter = parseFilter(value, head, placeholders);
      return () => {
        this.#filters.push(filter);
        this.#documents.set(keyOf(head), document);
      };
    }
    if (Object.hasOwn(value, "detection")) {
      const rule = parseRule(value, head, placeholders);
      return () => this.#rules.push(rule);
    }
    throw new RuleProblem([], "the document has no detection, correlation or filter", "Add a detection; a file that holds no rules belongs elsewhere.");
  }

  /** Last of all, so that a withdrawn rule which is also wrong says what is wrong. */
  #checkUse(head: RuleHead): void {
    if (this.#options.deprecated !== true && (head.status === "deprecated" || head.status === "unsupported")) {
      const heir = head.related[0];
      throw new RuleProblem(["status"], `the rule is ${head.status}`, heir ? `Use ${heir.id} (${heir.type}) instead, or load with --deprecated.` : "Load with --deprecated if you need it.");
    }
    if (head.id === undefined) return;
    const twin = this.#ids.get(head.id);
    if (twin !== undefined) throw new RuleProblem(["id"], `the id is taken by ${twin.path}:${twin.line}`, "Give one of the two rules a new UUID, or load only one of them.");
    this.#ids.set(head.id, head);
  }

  /** Joins what refers to other documents: filters to rules, correlations to rules and to each other. */
  finish(): RuleSet {
    const [filters, idle] = this.#partFilters();
    const rules = filters.length === 0 ? this.#rules : this.#rules.map((rule) => applyFilters(rule, filters));
    const resolved = resolveCorrelations(this.#correlations, rules);
    const unresolved = resolved.refused.map(({ correlation: { key, head }, problem }) => refusal(problem, head.path, this.#documents.get(key), head));
    return { rules, correlations: resolved.correlations, filters, refused: [...this.#refused, ...idle, ...unresolved] };
  }

  /** The filters that narrow some rule, and refusals of those that narrow none: the author meant one. */
  #partFilters(): [readonly Filter[], readonly Refusal[]] {
    const isUsed = (filter: Filter): boolean => this.#rules.some((rule) => concerns(filter, rule));
    const idle = this.#filters.filter((filter) => !isUsed(filter)).map(({ head }) => {
      const problem = new RuleProblem(["filter", "rules"], "the filter concerns no loaded rule", "Name rules by id or name that are loaded, and give the filter a log source that contains theirs.");
      return refusal(problem, head.path, this.#documents.get(keyOf(head)), head);
    });
    return [this.#filters.filter(isUsed), idle];
  }
}

/** What can be told of a document whose head could not be read. */
function namesOf(value: unknown): Pick<RuleHead, "id" | "title"> | undefined {
  const { id, title } = (typeof value === "object" && value !== null ? value : {}) as Mapping;
  return typeof title === "string" ? { title, id: typeof id === "string" ? id : undefined } : undefined;
}

function refusal(problem: RuleProblem, path: string, document: Document | undefined, head: Pick<RuleHead, "id" | "title"> | undefined): Refusal {
  const place = document?.place(problem.at) ?? { line: 1, column: 1 };
  return { path, ...place, title: head?.title, id: head?.id, reason: problem.message, hint: problem.hint };
}
