// ATT&CK as rules tag it: attack.t1003.001, attack.credential-access (or with underscores).

/** The techniques and tactics that tags name. */
export function attackOf(tags: readonly string[]): { readonly techniques: readonly string[]; readonly tactics: readonly string[] } {
  const ours = tags.map((tag) => tag.toLowerCase()).filter((tag) => tag.startsWith("attack.")).map((tag) => tag.slice("attack.".length));
  const techniques = ours.filter((tag) => /^t\d{4}(?:\.\d{3})?$/.test(tag)).map((tag) => tag.toUpperCase());
  const tactics = ours.filter((tag) => /^[a-z]+(?:[-_][a-z]+){0,3}$/.test(tag)).map((tag) => tag.replaceAll("_", "-"));
  return { techniques: [...new Set(techniques)].toSorted(), tactics: [...new Set(tactics)].toSorted() };
}
