// Values of detections: what rules matched and what the context said. All of them may be an attacker's.

/** The value under a name, be it written flat (`user.name`) or nested. */
export function valueAt(fields: Readonly<Record<string, unknown>> | null, name: string): unknown {
  if (fields === null) return undefined;
  if (Object.hasOwn(fields, name)) return fields[name];
  let here: unknown = fields;
  for (const part of name.split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[part];
  }
  return here;
}

/** A plain value as text; of a list its first. */
export function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return textOf((value as readonly unknown[])[0]);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** All plain values under a name, as texts. */
export const textsAt = (fields: Readonly<Record<string, unknown>> | null, name: string): readonly string[] => {
  const value = valueAt(fields, name);
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).flatMap((one) => (Array.isArray(one) ? [] : (textOf(one) ?? [])));
};
