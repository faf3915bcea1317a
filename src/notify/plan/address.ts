import type { Channel } from "../../contract/setting-kinds.ts";
import type { Contact } from "../../tenants/index.ts";

/** Where a contact is reached by a channel; undefined: they have nothing for it. */
export function addressOf({ email, phone }: Contact, channel: Channel): string | undefined {
  if (channel === "email") return email;
  if (channel === "phone" || channel === "sms") return phone ?? undefined;
  return undefined;
}
