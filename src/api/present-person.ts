import type { Person } from "../identity/index.ts";
import { iso, isoOrNull } from "./routes.ts";

/** A person as the API tells of them. */
export const presentPerson = ({ id, email, name, language, memberships, createdAt, disabledAt, hasSecondFactor }: Person) =>
  ({ id, email, name, language, memberships: memberships.map((one) => ({ ...one })), createdAt: iso(createdAt), disabledAt: isoOrNull(disabledAt), hasSecondFactor });
