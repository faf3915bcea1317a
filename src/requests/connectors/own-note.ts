/**
 * Whether a solution that stands there is the note of our own transition, which is no news: it begins with the reference of
 * the request, and so does what the ticket has of our key.
 */
export function isOwnNote(text: string, { title, key }: { readonly title: string; readonly key: string | null }): boolean {
  const reference = /^([A-Z0-9-]{3,40}): /.exec(text)?.[1];
  return reference !== undefined && (title.startsWith(`[${reference}`) || key?.startsWith(reference) === true);
}
