// An organisation that is made up, to look around in.
import { z } from "zod";
import { Time } from "./shared.ts";

export const Demonstration = z
  .object({ tenant: z.string(), name: z.string(), state: z.enum(["playing", "ready"]).describe("playing: its lines are on their way, and the incident comes when they raised alerts"), since: Time })
  .meta({ id: "Demonstration" });
export const DemonstrationState = z.object({ demonstration: Demonstration.nullable().describe("null: there is none") });
export const RemovedDemonstration = z.object({ tenant: z.string(), lines: z.int().describe("that were erased") });
