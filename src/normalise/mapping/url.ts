// The parts of an address as a client asked for it: absolute, or a path alone. WHATWG's URL would mend what is wrong in
// it, and what is wrong in it is what an analyst looks for.

export type UrlPart = "scheme" | "domain" | "port" | "path" | "query" | "fragment";

/** What an address consists of; parts that it does not have are absent. */
export function splitUrl(url: string): { readonly [part in UrlPart]?: string | number } {
  const hash = url.indexOf("#");
  const beforeHash = hash < 0 ? url : url.slice(0, hash);
  const question = beforeHash.indexOf("?");
  const beforeQuery = question < 0 ? beforeHash : beforeHash.slice(0, question);
  const mark = beforeQuery.indexOf("://");
  const isAbsolute = mark > 0 && /^[A-Za-z][\w+.-]{0,20}$/.test(beforeQuery.slice(0, mark));
  const slash = isAbsolute ? beforeQuery.indexOf("/", mark + 3) : 0;
  const path = slash < 0 ? "" : beforeQuery.slice(slash);
  return {
    ...(isAbsolute ? { scheme: beforeQuery.slice(0, mark), ...authority(beforeQuery.slice(mark + 3, slash < 0 ? undefined : slash)) } : {}),
    ...(path === "" ? {} : { path }),
    ...(question < 0 || question === beforeHash.length - 1 ? {} : { query: beforeHash.slice(question + 1) }),
    ...(hash < 0 || hash === url.length - 1 ? {} : { fragment: url.slice(hash + 1) }),
  };
}

function authority(text: string): { readonly domain?: string; readonly port?: number } {
  const at = text.lastIndexOf("@");
  const host = at < 0 ? text : text.slice(at + 1);
  const colon = host.lastIndexOf(":");
  const hasPort = colon >= 0 && /^\d{1,5}$/.test(host.slice(colon + 1)) && !host.endsWith("]");
  const name = hasPort ? host.slice(0, colon) : host;
  return { ...(name === "" ? {} : { domain: name }), ...(hasPort ? { port: Number(host.slice(colon + 1)) } : {}) };
}
