// Which part of a DNS name somebody can register. The public suffix list has 10,000 rows and changes weekly; here are the
// rules that most names need: a suffix is the last label, or the last two where a country keeps registrations under
// second-level names such as co.uk. Names under private suffixes (github.io) count as their provider's.

export type Domain = { readonly top: string; readonly registered: string; readonly subdomain: string | undefined };

// Second-level names of registries: ac.uk, co.jp, com.au, gov.br, org.nz…
const SECOND = new Set(["ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "gv", "ltd", "me", "mil", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch"]);

/** The parts of a DNS name; undefined for an address, a single label and a suffix alone. */
export function splitDomain(name: string): Domain | undefined {
  if (name.length > 253) return undefined;
  const labels = (name.endsWith(".") ? name.slice(0, -1) : name).split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || labels.includes("") || !/^(?:[A-Za-z]{2,}|xn--[\w-]+)$/.test(last)) return undefined;
  const depth = last.length === 2 && labels.length > 2 && SECOND.has(labels.at(-2)!.toLowerCase()) ? 2 : 1;
  const subdomain = labels.slice(0, -depth - 1).join(".");
  return { top: labels.slice(-depth).join("."), registered: labels.slice(-depth - 1).join("."), subdomain: subdomain === "" ? undefined : subdomain };
}
