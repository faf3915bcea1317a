import type { Columns } from "./batch.ts";

/** What a file holds, judged by its first bytes and only then by its name. */
export type Content =
  | { readonly is: "log"; readonly shape: "evtx" | "json-lines" | "json" | "windows-xml" | "text" }
  | { readonly is: "log"; readonly shape: "table"; readonly columns: Columns }
  | { readonly is: "packed"; readonly by: "gzip" | "zstd" | "zip" }
  | { readonly is: "no log"; readonly kind: string };
