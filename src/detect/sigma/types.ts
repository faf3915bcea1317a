// The words of the Sigma rules specification v2.1 as types; nothing here knows YAML.

export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
/** Severity of a rule, least first. */
export type Level = (typeof LEVELS)[number];

/** What a rule says it is for; an attribute that is absent admits anything. */
export type LogSource = {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
};

/** What a person needs to know of a rule. The author and the references travel with every detection (DRL 1.1). */
export type RuleHead = {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly title: string;
  readonly level: Level | undefined;
  readonly status: string | undefined;
  readonly author: string | undefined;
  readonly description: string | undefined;
  /** When it was written and changed, as its author says. */
  readonly date: string | undefined;
  readonly modified: string | undefined;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  readonly related: readonly { readonly id: string; readonly type: string }[];
  /** Path of the file, and the document's place in it: line and column from 1. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
};

/** Why a document cannot be used, where, and what to do about it. */
export type Refusal = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly title: string | undefined;
  readonly id: string | undefined;
  readonly reason: string;
  readonly hint: string;
};

/** How one field of Sigma's taxonomy is read from a product that names it otherwise. */
export type FieldSource =
  | string
  | { readonly from: string | readonly string[]; readonly as: Transform };

/** `first` takes the first part that is there, `join` puts the parts together with a backslash; the others are named after what they make. */
export type Transform = "first" | "join" | "decimal" | "integrity_level" | "registry_path" | "ip_protocol" | "initiated";

/** Records of this channel and code belong to this category or service of Sigma. */
export type Route = {
  /** Channels, compared without case; absent = every channel of the product. */
  readonly channel?: readonly string[];
  /** Codes (Windows event ids…), compared as text without case; absent = all. */
  readonly code?: readonly string[];
  /** Further conditions on fields: each must hold one of the values, without case. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly category?: string;
  readonly service?: string;
  /** Sigma's field name → the record's own, for rules of this category or service. Names that are not listed stay. */
  readonly fields?: Readonly<Record<string, FieldSource>>;
};

/** All routes of one product. A product is what `Event.product` says. */
export type LogSourceMap = {
  readonly product: string;
  /** The field in which every record of the product holds its code; rules that ask for it are then decided beforehand. */
  readonly codeField?: string;
  readonly routes: readonly Route[];
};
