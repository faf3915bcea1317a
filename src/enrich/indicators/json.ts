/** An object of a file that anybody may have written; only its own properties are read. */
export type Part = { readonly [name: string]: unknown };

/** The value as an object; one without properties if it is none. */
export const part = (value: unknown): Part => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Part) : {});

/** A property that the object itself has. */
export const own = (of: Part, name: string): unknown => (Object.hasOwn(of, name) ? of[name] : undefined);

/** The value as a list of objects. */
export const parts = (value: unknown): readonly Part[] => (Array.isArray(value) ? value.map(part) : []);

/** The value as a text, if it is one. */
export const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
