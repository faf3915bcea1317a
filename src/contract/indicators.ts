// Indicators of compromise: lists of them, and how a file of them is read.
import { z } from "zod";
import { Reason, Time } from "./shared.ts";

const Tlp = z.enum(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]).describe("Traffic Light Protocol 2.0");
const IndicatorType = z.enum(["ipv4-addr", "ipv6-addr", "domain-name", "url", "file", "email-addr"]).describe("as STIX 2.1 names observables; of a file its hash");

const Column = z.string().trim().min(1).max(200);

/** Which column of a CSV file is what. */
export const IndicatorMapping = z
  .strictObject({
    delimiter: z.enum([",", ";", "\t", "|"]).default(","),
    value: Column.describe("the column with the indicator itself"),
    type: Column.optional().describe("the column with its type, in the words of STIX or MISP; without it what the value looks like decides"),
    confidence: Column.optional().describe("0 to 100"),
    tlp: Column.optional(),
    validFrom: Column.optional().describe("ISO 8601, or seconds since 1970"),
    validUntil: Column.optional(),
    tags: Column.optional().describe("separated by comma, semicolon or |"),
    reference: Column.optional().describe("what the source knows it by"),
  })
  .meta({ id: "IndicatorMapping" });
export type IndicatorMapping = z.infer<typeof IndicatorMapping>;

export const ImportIndicators = z.strictObject({
  name: z.string().trim().min(1).max(120).describe("of the list, the same at each import of it: what the file does not name any more is not matched any more"),
  source: z.string().trim().min(1).max(200).describe("who says so: shown with each match"),
  format: z.enum(["csv", "misp", "stix"]).describe("`misp`: an event as JSON; `stix`: a bundle of STIX 2.1"),
  mapping: IndicatorMapping.optional().describe("of a CSV file"),
  tlp: Tlp.default("AMBER").describe("of indicators that have none of their own"),
  confidence: z.int().min(0).max(100).default(50).describe("of indicators that have none of their own"),
  validUntil: Time.optional().describe("end of indicators that name none; without it they hold until they are withdrawn"),
  withSubdomains: z.boolean().default(false).describe("a domain stands for all below it, too"),
  fileName: z.string().trim().min(1).max(255),
  file: z.string().min(1).describe("its text"),
});
export type ImportIndicators = z.infer<typeof ImportIndicators>;

export const IndicatorCounts = z.object({
  entries: z.int().describe("= added + changed + unchanged + duplicates + refused"),
  added: z.int(), changed: z.int(), unchanged: z.int(), duplicates: z.int(), refused: z.int(),
  gone: z.int().describe("which the file does not name any more"),
  withheld: z.int().describe("of those named: taken out by hand, and not matched"),
  expired: z.int().describe("of those named: their time is over"),
  refusals: z.array(z.object({ reason: z.string(), count: z.int(), example: z.string() })).describe("why, the most frequent first; twenty at most"),
});
export type IndicatorCounts = z.infer<typeof IndicatorCounts>;

export const IndicatorList = z
  .object({
    id: z.string(), scope: z.enum(["organisation", "provider"]).describe("provider: matched for every organisation"),
    name: z.string(), source: z.string(), tlp: Tlp, confidence: z.int(), format: z.enum(["csv", "misp", "stix"]), fileName: z.string(), fileDigest: z.string().describe("SHA-256"),
    importedBy: z.string(), importedAt: Time, withdrawnAt: Time.nullable(), counts: IndicatorCounts,
  })
  .meta({ id: "IndicatorList" });
export const IndicatorLists = z.object({ lists: z.array(IndicatorList).describe("by id"), next: z.string().nullable() });

export const Indicator = z
  .object({
    type: IndicatorType, value: z.string(), tlp: Tlp, confidence: z.int(), validFrom: Time, validUntil: Time.nullable(), tags: z.array(z.string()), reference: z.string().nullable(), addedAt: Time,
    goneAt: Time.nullable().describe("since when its list does not name it any more"), withdrawnAt: Time.nullable(),
  })
  .meta({ id: "Indicator" });
export const Indicators = z.object({ indicators: z.array(Indicator), next: z.string().nullable() });

const Tenant = z.string().min(1).max(63);
const List = z.string().min(1).max(64);
export const ListPath = z.strictObject({ list: List });
export const TenantListPath = z.strictObject({ tenant: Tenant, list: List });
export const ListQuery = z.strictObject({ withdrawn: z.stringbool().default(false).describe("those that were withdrawn, too"), after: List.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
export const IndicatorQuery = z.strictObject({
  value: z.string().trim().min(1).max(2048).optional().describe("this one alone"),
  after: z.string().min(1).max(4096).optional().describe("`next` of the answer before"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const WithdrawIndicators = z.strictObject({ reason: Reason, value: z.string().trim().min(1).max(2048).optional().describe("this one alone; without it the whole list") });
