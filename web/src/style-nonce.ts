/** The nonce that style sheets added at run time must carry; the server makes one for each answer. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "";
