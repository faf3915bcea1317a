// A setting's versions, and which of them holds when.
import { SETTING_SCHEMAS, type SettingDocument, type SettingKind } from "../../contract/settings.ts";
import { DomainError } from "../../core/index.ts";
import type { Side } from "./sides.ts";

/** The documents of all kinds. */
export type SettingDocuments = { readonly [Kind in SettingKind]: SettingDocument<Kind> };

export type SettingState = "proposed" | "in_force" | "refused" | "withdrawn";

export type SettingVersion = {
  readonly kind: SettingKind;
  /** 0: the platform's default, which was never written down. */
  readonly version: number;
  readonly state: SettingState;
  readonly document: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly author: string;
  readonly side: Side;
  readonly proposedAt: Date;
  readonly wantedFrom: Date | null;
  readonly validFrom: Date | null;
  readonly decision: { readonly by: string; readonly side: Side; readonly at: Date; readonly reason: string | null; readonly invitedBy: { readonly by: string; readonly side: Side | null } | null } | null;
};

const ISSUES_TOLD = 5;

/** Takes a document from outside; refuses what does not fit its kind and says where. */
export function parseSetting<Kind extends SettingKind>(kind: Kind, document: unknown): SettingDocument<Kind> {
  const parsed = SETTING_SCHEMAS[kind].safeParse(document);
  if (parsed.success) return parsed.data as SettingDocument<Kind>;
  const { issues } = parsed.error;
  const told = issues.slice(0, ISSUES_TOLD).map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`));
  throw new DomainError("invalid", `This is no ${kind}: ${told.join("; ")}${issues.length > ISSUES_TOLD ? `; and ${issues.length - ISSUES_TOLD} more` : ""}. docs/settings.md describes it.`);
}

/** Takes a document that was stored; what was once accepted stays readable, so that it is not is a bug. */
export function storedSetting<Kind extends SettingKind>(kind: Kind, { version, document }: Pick<SettingVersion, "version" | "document">): SettingDocument<Kind> {
  const parsed = SETTING_SCHEMAS[kind].safeParse(document);
  if (!parsed.success) throw new Error(`version ${version} of ${kind} cannot be read any more: ${parsed.error.message}`);
  return parsed.data as SettingDocument<Kind>;
}
