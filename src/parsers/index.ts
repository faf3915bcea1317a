export { parseAccessLog } from "./access-log.ts";
export { type AuditRecord, parseAuditd } from "./auditd.ts";
export type { Parsed, Parser } from "./parser.ts";
export { parseSyslog, type SyslogLine } from "./syslog.ts";
export { type Table, tableParser } from "./table.ts";
export { parseWindowsXml } from "./windows-xml.ts";
