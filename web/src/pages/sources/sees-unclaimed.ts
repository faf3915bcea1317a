import type { Me } from "../../data/me.ts";

/** Senders that are nobody's are seen by those who look after the platform alone. */
export const seesUnclaimed = (me: Me): boolean => me.platform.includes("line:read");
