// Links in mails.
import { z } from "zod";

export const LinkPath = z.strictObject({ ref: z.string().min(1).max(100) });
export const LinkQuery = z.strictObject({
  to: z.string().max(40),
  until: z.coerce.number().int().min(0).max(99_999_999_999),
  key: z.string().regex(/^[0-9a-f]{8}$/),
  sign: z.string().max(100),
});
export const OpenedLink = z
  .object({
    ref: z.string(),
    isGood: z.boolean().describe("false: it has ended, or it is none of ours; signing in shows what there is"),
    signIn: z.string().describe("where to sign in; behind it comes the page of the reference"),
    message: z.string(),
  })
  .meta({ id: "OpenedLink" });
