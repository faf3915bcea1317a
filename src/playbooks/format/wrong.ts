/** What is wrong, and where in the document. */
export type Wrong = { readonly path: readonly PropertyKey[]; readonly message: string };
