// What the platform reads, and lines put to it to see. Nothing is kept.
import { z } from "zod";
import { Time } from "./shared.ts";

const Figures = z.object({
  families: z.int().describe("message families that its mapping tells apart"),
  ecsFields: z.int().describe("ECS fields that its samples fill"),
  samples: z.int().describe("records whose event is kept as expected by the tests"),
  recognised: z.number().describe("share of the samples that are recognised without a label, 0–1"),
  categorised: z.number().describe("share of the samples whose event says what kind of thing happened, 0–1"),
});
export const Technology = z
  .object({
    name: z.string().describe("as a source's `technology` has it"),
    title: z.string().describe("for people"),
    products: z.array(z.string()).describe("as log sources of rules call it"),
    formats: z.array(z.string()).describe("what its records are written in, for people"),
    streams: z.array(z.string()).describe("its logs, where it has several"),
    aka: z.array(z.string()).describe("what others call it"),
    figures: Figures.nullable().describe("null: not known, as it is one of your own"),
  })
  .meta({ id: "Technology" });
export const TechnologyList = z.object({ technologies: z.array(Technology) });

export const ReadLines = z.strictObject({
  lines: z.array(z.string().min(1).max(100_000)).min(1).max(50).describe("as they would come in"),
  source: z.string().min(1).max(63).optional().describe("a source of the tenant: its technology and time zone count"),
  technology: z.string().min(1).max(200).optional().describe("counts in the place of the source's; none of both: the lines tell it themselves"),
});

const EventRead = z.object({
  technology: z.string(),
  confidence: z.number().describe("0–1: how surely it is of that technology"),
  product: z.string(), stream: z.string().describe("which of the product's logs; empty if it has one only"), code: z.string().nullable(),
  time: Time.nullable().describe("null: it has none that can be read"),
  host: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()).describe("under ECS names"),
});
export const LinesRead = z
  .object({
    lines: z.array(z.object({ reason: z.string().nullable().describe("why it cannot be read; null: it can"), events: z.array(EventRead).describe("a line may hold several") })),
    technology: z.string().nullable().describe("of the most events; null: none was recognised"),
  })
  .meta({ id: "LinesRead" });
