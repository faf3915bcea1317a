// The address holds the view: filters, sort, cursor, tab, range. Every member is text; a page reads what it knows.
import { useNavigate, useSearch } from "@tanstack/react-router";

export type View = { readonly [name: string]: string | undefined };

/** The view that the address holds. */
export const useView = (): View => useSearch({ strict: false }) as View;

/** Changes members of the view; undefined removes one. `replace` adds no step to go back to. */
export function useChangeView(): (changes: View, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return (changes, { replace = false } = {}) => void navigate({ to: ".", search: (before: View) => ({ ...before, ...changes }), replace });
}
