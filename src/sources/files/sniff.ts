import type { Content } from "./content.ts";
import { sniffColumns } from "./sniff-columns.ts";
import { sniffBinary } from "./sniff-binary.ts";

/** As many bytes as `sniff` looks at. */
export const SNIFF_BYTES = 65536;

/** Judges the first bytes of a file. `named`: a person asked for this very file, so text is taken for a log whatever it says. */
export function sniff(head: Buffer, path: string, named: boolean): Content {
  if (head.length === 0) return { is: "no log", kind: "empty" };
  return sniffBinary(head) ?? sniffText(head.toString("utf8", bomLength(head), SNIFF_BYTES), path, named);
}

/** Bytes of the UTF-8 byte order mark at the beginning. */
export const bomLength = (head: Buffer): number => (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0);

function sniffText(head: string, path: string, named: boolean): Content {
  const text = head.trimStart();
  if (text === "") return { is: "no log", kind: "empty" };
  if (isJson(text)) return { is: "log", shape: isJsonLines(text) ? "json-lines" : "json" };
  if (text.startsWith("<") && !/^<\d{1,3}>/.test(text)) {
    if (/<(?:\w+:)?Events?[\s>/]/.test(text)) return { is: "log", shape: "windows-xml" };
    return { is: "no log", kind: /^<!doctype html|<html/i.test(text) ? "web page" : "XML that holds no events" };
  }
  const columns = sniffColumns(text);
  if (columns !== undefined && columns.dialect !== "quoted") return { is: "log", shape: "table", columns };
  const kind = kindByName(path);
  if (kind !== undefined && !(named && kind === "document")) return { is: "no log", kind };
  if (columns !== undefined) return { is: "log", shape: "table", columns };
  if (named || looksLikeLog(text) || LOG_NAME.test(baseName(path))) return { is: "log", shape: "text" };
  return { is: "no log", kind: "text without times" };
}

// `[` begins many text logs too: as JSON it is followed by an object or nothing else than the end.
const isJson = (text: string): boolean => /^\{\s*(?:"|\}|$)/.test(text) || /^\[\s*(?:\{\s*["}]|\]\s*$|$)/.test(text);

/** Whether the first line is one whole object, and none that wraps many records. */
function isJsonLines(text: string): boolean {
  const end = text.indexOf("\n");
  const line = end < 0 ? text : text.slice(0, end);
  if (!line.startsWith("{") || WRAPPER.test(line)) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    // A first line that is broken, among others that are whole, is still a line.
    return end >= 0 && /^\{.*\}\s*$/.test(text.slice(end + 1, text.indexOf("\n", end + 1)));
  }
}

/** Objects whose one array holds the records: CloudTrail's, the ones of Microsoft Graph, and exports named likewise. */
const WRAPPER = /^\{\s*"(?:Records|records|value|events|Events|@odata\.[\w.]+)"\s*:/;

const KINDS: Readonly<Record<string, readonly string[]>> = {
  YAML: ["yml", "yaml"],
  document: ["md", "rst", "adoc", "tex", "rtf", "org"],
  "program text": ["c", "h", "cc", "cpp", "cs", "css", "go", "java", "js", "jsx", "lua", "mjs", "cjs", "php", "pl", "ps1", "psm1", "psd1", "py", "rb", "rs", "sh", "bash", "bat", "cmd", "sql", "swift", "ts", "tsx", "vb", "vbs", "yar", "yara"],
  settings: ["cfg", "conf", "ini", "toml", "properties", "lock", "gitignore", "gitattributes", "editorconfig", "env", "reg", "inf"],
  "web page": ["htm", "html", "xhtml"],
  key: ["pem", "crt", "cer", "key", "pub", "asc"],
  "image (text)": ["svg"],
};
const KIND_OF = new Map(Object.entries(KINDS).flatMap(([kind, extensions]) => extensions.map((extension) => [extension, kind] as const)));
const DOCUMENT_NAME = /^(?:licen[cs]e|readme|notice|copying|changelog|changes|authors|contributing|manifest|makefile|dockerfile|version|commit)(?:[._-].*)?$/i;
const LOG_NAME = /[._-]log(?:[._-]|$)|^(?:syslog|messages|secure|auth|kern|daemon|maillog|cron|audit|access|error|dmesg)(?:[._-]|$)/i;

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), path.lastIndexOf("!")) + 1);

function kindByName(path: string): string | undefined {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  const kind = dot < 0 ? undefined : KIND_OF.get(name.slice(dot + 1).toLowerCase());
  return kind ?? (DOCUMENT_NAME.test(name) ? "document" : undefined);
}

// A clock time, an epoch, a syslog priority, or the type of an audit record, in most of the first lines.
const LOG_LINE = /\d{1,2}:\d\d(?::\d\d)?|\b1\d{9}(?:\d{3})?\b|^<\d{1,3}>|^type=\w+ |^[^\s=]+=\S+ [^\s=]+=|^(?:CEF|LEEF):/;

function looksLikeLog(text: string): boolean {
  const lines = text.split("\n", 30).filter((line) => line.trim() !== "");
  return lines.filter((line) => LOG_LINE.test(line.slice(0, 1000))).length * 2 >= lines.length;
}
