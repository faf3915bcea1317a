import type { Draft, Value } from "../core/index.ts";

/** Adds the parts of a requested address under their W3C names: web and proxy rules ask for path, query and extension apart. */
export function addUriParts(draft: Draft, uri: Value): void {
  if (typeof uri !== "string" || Object.hasOwn(draft, "cs-uri-stem")) return;
  const question = uri.indexOf("?");
  const stem = question < 0 ? uri : uri.slice(0, question);
  draft["cs-uri-stem"] = stem;
  if (question >= 0) draft["cs-uri-query"] = uri.slice(question + 1);
  // The dots of a host (http://host.example) are no extension's: the path begins behind it.
  const scheme = stem.indexOf("://");
  const path = scheme < 0 ? 0 : stem.indexOf("/", scheme + 3);
  const dot = stem.lastIndexOf(".");
  if (path >= 0 && dot > path && dot > stem.lastIndexOf("/")) draft["c-uri-extension"] = stem.slice(dot + 1);
}
