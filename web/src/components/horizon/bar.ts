/** A stretch of time: what people saw, and what rules kept from them. */
export type HorizonBar = { readonly at: string; readonly alerts: Readonly<Record<string, number>>; readonly suppressed: Readonly<Record<string, number | undefined>> };
