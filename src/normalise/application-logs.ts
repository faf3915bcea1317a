// Text logs of servers and applications that have no syslog header.
import type { Draft, Event, Provenance } from "../core/index.ts";
import { makeEvent } from "./make.ts";
import type { Hint } from "./shape.ts";

type Kind = { readonly product: string; readonly channel: string; readonly code?: string; readonly time?: string | undefined; readonly fields?: Draft };

/** The event of a line of a known application, or undefined. */
export function applicationEvent(line: string, source: Provenance, hint: Hint): Event | undefined {
  const kind = errorLog(line) ?? sslRequest(line) ?? ftpOrScanner(line) ?? runtime(line, hint);
  if (kind === undefined) return undefined;
  const { product, channel, code, time, fields = { message: line } } = kind;
  return makeEvent({ product, channel, code, time, host: undefined, fields }, line, undefined, source);
}

// Apache: `[Mon Dec 26 16:17:53.123 2016] [core:error] [pid 1] …`; nginx: `2026/01/02 03:04:05 [error] 12#12: *1 …`.
function errorLog(line: string): Kind | undefined {
  const apache = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))? (\d{4})\] \[(?:[\w-]{1,40}:)?(\w{1,10})\] /.exec(line.slice(0, 200));
  if (apache !== null) {
    const month = MONTHS.indexOf(apache[1]!) + 1;
    const time = month === 0 ? undefined : `${apache[5]}-${String(month).padStart(2, "0")}-${apache[2]}T${apache[3]}.${apache[4] ?? "0"}`;
    return { product: "apache", channel: "error", code: apache[6]!, time, fields: { level: apache[6], message: line.slice(apache[0].length) } };
  }
  const nginx = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[(\w{1,10})\] \d+#\d+: /.exec(line.slice(0, 120));
  if (nginx === null) return undefined;
  return { product: "nginx", channel: "error", code: nginx[5]!, time: `${nginx[1]}-${nginx[2]}-${nginx[3]}T${nginx[4]}`, fields: { level: nginx[5], message: line.slice(nginx[0].length) } };
}

// Apache's ssl_request_log: `[time] client TLSv1.2 cipher "request" bytes`. The address is the client's to choose, so the
// request is looked for from both ends.
function sslRequest(line: string): Kind | undefined {
  const head = /^\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] (\S{1,64}) ((?:TLS|SSL)v[\d.]{1,4}) ([\w-]{1,64}) "/.exec(line.slice(0, 260));
  const close = line.lastIndexOf('" ');
  if (head === null || close < head[0].length) return undefined;
  const [all, day, name, year, clock, zone, client, version, cipher] = head;
  const month = MONTHS.indexOf(name!) + 1;
  const request = line.slice(all.length, close);
  const [method, uri, protocol] = request.split(" ", 3);
  const bytes = line.slice(close + 2);
  const fields: Draft = { "c-ip": client, "cs-method": method, "cs-uri": uri, "cs-version": protocol, "sc-bytes": bytes, "ssl-version": version, "ssl-cipher": cipher };
  const question = uri?.indexOf("?") ?? -1;
  fields["cs-uri-stem"] = question < 0 ? uri : uri?.slice(0, question);
  if (question >= 0) fields["cs-uri-query"] = uri?.slice(question + 1);
  const time = month === 0 ? undefined : `${year}-${String(month).padStart(2, "0")}-${day}T${clock}${zone}`;
  return { product: "apache", channel: "access", ...(method === undefined ? {} : { code: method }), time, fields };
}

const MONTHS: readonly string[] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// vsftpd(5): `Wed Jan  1 10:00:00 2025 [pid 2] [user] OK LOGIN: …`; clamscan(1): `path: Signature FOUND`.
function ftpOrScanner(line: string): Kind | undefined {
  if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} \[pid \d+\]/.test(line.slice(0, 60))) return { product: "linux", channel: "vsftpd" };
  const isFound = line.endsWith(" FOUND") && line.includes(": ");
  if (!isFound && !/(?:^|-> )(?:clamd|ClamAV)/i.test(line.slice(0, 80))) return undefined;
  const colon = line.lastIndexOf(": ");
  return isFound ? { product: "linux", channel: "clamav", fields: { message: line, Filename: line.slice(0, colon), Signature: line.slice(colon + 2, -6) } } : { product: "linux", channel: "clamav" };
}

// The marks of runtimes' stack traces; a hint's product goes before them.
const TRACES: readonly (readonly [product: string, ...marks: string[]])[] = [
  ["django", "django.core.exceptions", "django.security", "django.request"],
  ["spring", "org.springframework."],
  ["velocity", "org.apache.velocity."],
  ["jvm", "java.lang.", "java.io.", "java.util.", "javax.", "Exception in thread \"", "org.xml.sax.", "com.sun.", "org.apache.logging.log4j.", "org.apache.commons.ognl."],
  ["python", "Traceback (most recent call last)", "psycopg2.", "sqlalchemy.exc.", "django.db.utils.", "pymysql.err."],
  ["ruby_on_rails", "ActionController::", "ActiveRecord::", "ActionView::"],
  ["nodejs", "node:internal/", "node:child_process"],
];

function runtime(line: string, hint: Hint): Kind | undefined {
  if (hint.product !== undefined) return undefined;
  const found = TRACES.find(([, ...marks]) => marks.some((mark) => line.includes(mark)));
  return found === undefined ? undefined : { product: found[0], channel: "" };
}
