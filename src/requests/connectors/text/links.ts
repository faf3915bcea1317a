// Addresses of pages in plain text, for systems that make links of them by themselves.

const ADDRESS = /(?:(?:https?|s?ftps?):\/\/|www\.)\S+/gi;
// With other signs in it an address would come out wrong once those are escaped; and one that leads to us has none.
const PLAIN = /^(?:https?:\/\/)[A-Za-z0-9./:-]+$/i;

/** A text with its plain addresses as they are, all others and the words between them changed each in its own way. */
export function aroundLinks(text: string, words: (between: string) => string, broken: (address: string) => string): string {
  let at = 0;
  let out = "";
  for (const found of text.matchAll(ADDRESS)) {
    const [address] = found;
    out += words(text.slice(at, found.index)) + (PLAIN.test(address) ? address : broken(address));
    at = found.index + address.length;
  }
  return out + words(text.slice(at));
}
