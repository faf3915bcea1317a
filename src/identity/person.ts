// People, as the rest of the platform knows them.
import type { Membership } from "./permissions.ts";

export type Person = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: "en" | "fr";
  readonly memberships: readonly Membership[];
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** Whether a second factor is set up: a code or a passkey. */
  readonly hasSecondFactor: boolean;
  readonly preferences: Preferences;
};

/** How somebody wants pages to look and to work; none: as pages come. */
export type Preferences = { readonly colours?: "auto" | "dark" | "light" | undefined; readonly rows?: "dense" | "default" | "touch" | undefined; readonly keys?: boolean | undefined };

/** Who somebody is on whose side: the provider's people may also be guests of a client, and stay the provider's. */
export const sideOf = ({ memberships }: Pick<Person, "memberships">): "provider" | "client" => (memberships.some(({ tenant }) => tenant === null) ? "provider" : "client");

/** E-mail addresses are compared without case. */
export const emailOf = (text: string): string => text.trim().toLowerCase();

/** Why somebody who showed who they are does not get in all the same. Roles in archived organisations are none. */
export function whyNot({ disabledAt, memberships }: Pick<Person, "disabledAt" | "memberships">): string | undefined {
  if (disabledAt !== null) return "the person is disabled";
  return memberships.length === 0 ? "the person has no role" : undefined;
}
