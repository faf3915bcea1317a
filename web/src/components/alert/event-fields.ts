// The fields of an event, in the order in which people want them.

export type Field = { readonly name: string; readonly value: string };

// What tells most comes first; the rest by name.
const FIRST = [
  "process.name", "process.command_line", "process.executable", "process.parent.name", "process.parent.command_line", "user.name", "user.domain", "user.target.name", "source.ip", "source.port", "destination.ip", "destination.port",
  "destination.domain", "dns.question.name", "url.original", "url.full", "url.path", "http.request.method", "http.response.status_code", "user_agent.original", "file.path", "file.name", "registry.path", "service.name", "host.name", "event.action", "event.code", "event.outcome", "message",
];
const RANK = new Map(FIRST.map((name, rank) => [name, rank]));
const LONGEST_MATCH = 4_096;
const DEEPEST = 12;

function walk(value: unknown, name: string, into: Field[], depth: number): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) into.push({ name, value: value.map(String).join(", ") });
  else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") into.push({ name, value: String(value) });
  else if (typeof value !== "object") into.push({ name, value: typeof value });
  else if (depth >= DEEPEST) into.push({ name, value: JSON.stringify(value) });
  else for (const [key, inner] of Object.entries(value)) walk(inner, name === "" ? key : `${name}.${key}`, into, depth + 1);
}

/** All fields with their values as text; context of ours (vigie, ecs) is not the event's. */
export function fieldsOf(event: Readonly<Record<string, unknown>>): Field[] {
  const found: Field[] = [];
  walk(event, "", found, 0);
  const rank = ({ name }: Field): number => RANK.get(name) ?? FIRST.length;
  return found.filter(({ name }) => !name.startsWith("vigie.") && name !== "ecs.version").toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** Whether people want it before they ask for all. */
export const isTelling = ({ name }: Field): boolean => RANK.has(name) && name !== "message";

/** The values that rules looked at, to be marked where the event shows them. */
export function matchedValues(detections: readonly { readonly fields: Readonly<Record<string, unknown>> }[]): ReadonlySet<string> {
  return new Set(detections.flatMap(({ fields }) => Object.values(fields).flat()).map(String).filter((value) => value !== "" && value.length <= LONGEST_MATCH));
}
