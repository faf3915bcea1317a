import { mapping, readDocuments, type Document, type Mapping } from "./document.ts";
import { parseCorrelation } from "./correlation.ts";
import type { CorrelationRule } from "./correlation-types.ts";
import { parseFilter, type Filter } from "./filter.ts";
import type { Placeholders } from "./placeholders.ts";
import { RuleProblem } from "./problem.ts";
import { parseHead, parseRule, type Rule } from "./rule.ts";
import type { Refusal, RuleHead } from "../types.ts";

export type FileOptions = {
  /** Values of placeholders (`%name%` with `expand`). A rule that needs others is refused with their names. */
  readonly placeholders?: Placeholders;
  /** Load rules whose status is deprecated or unsupported too. */
  readonly deprecated?: boolean;
};

/** One document of a rule file, as far as it can be judged alone. `place` finds its parts in the text. */
export type Parsed =
  | { readonly kind: "rule"; readonly head: RuleHead; readonly place: Document["place"]; readonly rule: Rule }
  | { readonly kind: "correlation"; readonly head: RuleHead; readonly place: Document["place"]; readonly correlation: CorrelationRule }
  | { readonly kind: "filter"; readonly head: RuleHead; readonly place: Document["place"]; readonly filter: Filter }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Parses the documents of one file. Never throws for what it holds. */
export function parseFile(path: string, text: string, options: FileOptions): readonly Parsed[] {
  const read = readDocuments(text);
  const nobody = { title: undefined, id: undefined };
  if (!read.ok) return [{ kind: "refused", refusal: { path, ...read.place, ...nobody, reason: read.reason, hint: read.hint } }];
  if (read.documents.length === 0) return [{ kind: "refused", refusal: { path, line: 1, column: 1, ...nobody, reason: "the file is empty", hint: "Remove it, or write a rule in it." } }];
  return read.documents.map((document) => parseDocument(document, path, options));
}

function parseDocument({ value, place }: Document, path: string, options: FileOptions): Parsed {
  let head: RuleHead | undefined;
  try {
    const document = mapping(value, [], "a rule document");
    head = parseHead(document, path, place([]));
    if (Object.hasOwn(document, "action")) {
      throw new RuleProblem(["action"], "`action` collections are not part of Sigma 2", "Write each rule as a whole document.");
    }
    const parsed = parseKind(document, head, options.placeholders ?? new Map<string, readonly string[]>());
    // Last of all, so that a withdrawn rule which is also wrong says what is wrong.
    if (options.deprecated !== true) refuseWithdrawn(head);
    return { ...parsed, head, place };
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    return { kind: "refused", refusal: refusalAt(error, path, place, head ?? namesOf(value)) };
  }
}

type OwnParts<Part> = Part extends { readonly kind: "refused" } ? never : Omit<Part, "head" | "place">;

function parseKind(document: Mapping, head: RuleHead, placeholders: Placeholders): OwnParts<Parsed> {
  if (Object.hasOwn(document, "correlation")) return { kind: "correlation", correlation: parseCorrelation(document, head) };
  if (Object.hasOwn(document, "filter")) return { kind: "filter", filter: parseFilter(document, head, placeholders) };
  if (Object.hasOwn(document, "detection")) return { kind: "rule", rule: parseRule(document, head, placeholders) };
  throw new RuleProblem([], "the document has no detection, correlation or filter", "Add a detection; a file that holds no rules belongs elsewhere.");
}

function refuseWithdrawn({ status, related: [heir] }: RuleHead): void {
  if (status !== "deprecated" && status !== "unsupported") return;
  throw new RuleProblem(["status"], `the rule is ${status}`, heir ? `Use ${heir.id} (${heir.type}) instead, or load with --deprecated.` : "Load with --deprecated if you need it.");
}

/** What can be told of a document whose head could not be read. */
function namesOf(value: unknown): Pick<RuleHead, "id" | "title"> | undefined {
  const { id, title } = (typeof value === "object" && value !== null ? value : {}) as Mapping;
  return typeof title === "string" ? { title, id: typeof id === "string" ? id : undefined } : undefined;
}

/** A problem with its place in the file. */
export function refusalAt(problem: RuleProblem, path: string, place: Document["place"] | undefined, head: Pick<RuleHead, "id" | "title"> | undefined): Refusal {
  const { line, column } = place?.(problem.at) ?? { line: 1, column: 1 };
  return { path, line, column, title: head?.title, id: head?.id, reason: problem.message, hint: problem.hint };
}
