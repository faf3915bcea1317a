// How it is proven that a request was done: checks that the platform makes on events, or a person by hand.
import { z } from "zod";

const minutes = z.int().min(1).max(10_080);
const name = z.string().trim().min(1).max(300);

export const Proof = z
  .discriminatedUnion("check", [
    z.strictObject({ check: z.literal("host-silent"), host: name, minutes: minutes.default(10) }).describe("no event of the host for so long"),
    z.strictObject({ check: z.literal("account-disabled"), account: name }).describe("an event that says that the account was disabled or removed, and no sign-in since"),
    z.strictObject({ check: z.literal("no-sign-in"), account: name, minutes: minutes.default(60) }).describe("no successful sign-in of the account for so long"),
    z.strictObject({ check: z.literal("block-seen"), value: name.describe("an address or a domain") }).describe("a connection to it was refused, and none allowed since"),
    z.strictObject({ check: z.literal("process-gone"), process: name, host: name.nullable().default(null), minutes: minutes.default(60) }).describe("no event of the process for so long, on the host or anywhere"),
    z.strictObject({ check: z.literal("indicator-gone"), value: name.describe("an address, domain or hash"), minutes: minutes.default(60) }).describe("no event with the value for so long"),
    z.strictObject({ check: z.literal("manual"), how: z.string().trim().min(3).max(1000).describe("what the analyst looks at") }),
  ])
  .meta({ id: "RequestProof" });
export type Proof = z.infer<typeof Proof>;
export const Proofs = z.array(Proof).min(1).max(10);
