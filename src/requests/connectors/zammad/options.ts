import { z } from "zod";

/** What the settings of a connector to Zammad hold beside what all have. */
export const ZammadOptions = z.strictObject({
  customer: z.email().max(200).describe("e-mail address of the user in whose name tickets are opened; must exist"),
  keyField: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/).nullable().default(null).describe("name of the ticket's object attribute (text) that holds our key; null: it stands in the title alone"),
  pendingDays: z.int().min(1).max(365).default(7).describe("after how many days Zammad reminds of a ticket that was put into a pending state"),
});
export type ZammadOptions = z.infer<typeof ZammadOptions>;
