// What a file's name says about the records in it.
import type { Hint } from "./shape.ts";

// Longest first where one begins another.
const NAMES: readonly (readonly [start: string, hint: Hint])[] = [
  ["auth", { product: "linux", channel: "auth" }], ["secure", { product: "linux", channel: "auth" }], ["syslog", { product: "linux", channel: "syslog" }],
  ["messages", { product: "linux", channel: "syslog" }], ["kern", { product: "linux", channel: "kern" }], ["cron", { product: "linux", channel: "cron" }],
  ["maillog", { product: "linux", channel: "mail" }], ["daemon", { product: "linux", channel: "daemon" }], ["audit", { channel: "auditd" }],
  ["vsftpd", { product: "linux", channel: "vsftpd" }], ["clamav", { product: "linux", channel: "clamav" }], ["clamd", { product: "linux", channel: "clamav" }],
  ["freshclam", { product: "linux", channel: "clamav" }], ["guacd", { product: "linux", channel: "guacamole" }], ["guacamole", { product: "linux", channel: "guacamole" }],
  ["catalina", { product: "jvm" }], ["tomcat", { product: "jvm" }], ["spring", { product: "spring" }], ["velocity", { product: "velocity" }], ["django", { product: "django" }],
  ["rails", { product: "ruby_on_rails" }], ["production", { product: "ruby_on_rails" }], ["python", { product: "python" }], ["nodejs", { product: "nodejs" }],
  ["mysql", { product: "sql", channel: "mysql" }], ["mariadb", { product: "sql", channel: "mysql" }], ["postgresql", { product: "sql", channel: "postgresql" }], ["mssql", { product: "sql", channel: "mssql" }],
  ["gpsvc", { product: "paloalto", channel: "globalprotect" }], ["sslvpn", { product: "fortios", channel: "sslvpnd" }], ["netflow", { product: "netflow" }], ["nfcapd", { product: "netflow" }],
  ["qualys", { product: "qualys" }], ["nginx", { product: "nginx" }], ["apache", { product: "apache" }], ["httpd", { product: "apache" }],
];
const FOLDERS: Readonly<Record<string, Hint>> = { zeek: { product: "zeek" }, bro: { product: "zeek" }, nginx: { product: "nginx" }, apache2: { product: "apache" }, apache: { product: "apache" }, httpd: { product: "apache" } };

/** The hint of a path: of the file's name, else of the folder it lies in. */
export function hintFromPath(path: string): Hint {
  const parts = path.toLowerCase().split(/[/\\!]/);
  const name = parts.at(-1) ?? "";
  const folder = parts.slice(-4, -1).find((part) => Object.hasOwn(FOLDERS, part));
  const stem = /^[a-z0-9_]*/.exec(name)?.[0] ?? "";
  if (folder !== undefined) return { ...FOLDERS[folder], channel: stem };
  const found = NAMES.find(([start]) => name.startsWith(start) && !/[a-z]/.test(name[start.length] ?? "."));
  return found === undefined ? { channel: stem } : found[1];
}
