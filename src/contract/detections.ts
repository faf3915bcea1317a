// What rules found.
import { z } from "zod";
import { Level, Time } from "./shared.ts";

const Id = z.string().regex(/^[0-9a-f]{32}$/, "an id has 32 hexadecimal digits");

export const DetectionPath = z.strictObject({ tenant: z.string().min(1).max(63), detection: Id });

export const DetectionQuery = z.strictObject({
  since: Time.optional(),
  until: Time.optional(),
  rule: z.string().min(1).max(1024).optional().describe("key of the rule"),
  level: z
    .preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(Level).min(1).max(5))
    .optional()
    .describe("one or several, separated by commas"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional().describe("`next` of the answer before, with the same query"),
});

export const Detection = z
  .object({
    id: Id,
    rule: z.object({
      key: z.string(),
      id: z.string().nullable(),
      title: z.string(),
      pack: z.string(),
      version: z.int().describe("of the pack"),
      digest: z.string().describe("of the rule's text"),
      author: z.string().nullable(),
      references: z.array(z.string()),
      tags: z.array(z.string()),
      path: z.string(),
      status: z.string().nullable(),
    }),
    level: Level.nullable(),
    rulesetVersion: z.int(),
    time: Time.describe("of the event; of a correlation, of the event that completed it"),
    detectedAt: Time,
    storedAt: Time,
    host: z.string().nullable(),
    source: z.string(),
    collector: z.string(),
    technology: z.string(),
    eventIds: z.array(Id),
    fields: z.record(z.string(), z.unknown()).describe("what the rule looked at"),
    correlation: z.record(z.string(), z.unknown()).nullable(),
    origin: z.enum(["stream", "retro"]),
    context: z.record(z.string(), z.unknown()).nullable().describe("what the CMDB and the lists of indicators said of the event then, under ECS names; null where they said nothing"),
  })
  .meta({ id: "Detection" });
export const DetectionList = z.object({ detections: z.array(Detection).describe("newest first"), next: z.string().nullable().describe("cursor of the next page; null on the last one") });
