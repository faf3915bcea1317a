// Which organisations a page is about: `org` of the address, one id; none means all that the person may see.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMe } from "./me.ts";

/** The chosen organisation; undefined: all. Whoever has a single one is always inside it. */
export function useScope(): string | undefined {
  const { org } = useSearch({ strict: false });
  const { organisations } = useMe();
  if (organisations.length === 1) return organisations[0]!.tenant;
  return organisations.some(({ tenant }) => tenant === org) ? org : undefined;
}

/** The chosen one, or the first: for pages that are about one organisation. Undefined: the person has none. */
export function useOneTenant(): string | undefined {
  const scope = useScope();
  const { organisations } = useMe();
  return scope ?? organisations[0]?.tenant;
}

/** Chooses another; the rest of the address stays. */
export function useChooseScope(): (tenant: string | undefined) => void {
  const navigate = useNavigate();
  return (tenant) => void navigate({ to: ".", search: (before) => ({ ...before, org: tenant }) });
}
