// What narrowing may rely on, by technology. src/retro/narrow/copied.test.ts holds each line against the sample logs; a
// technology that is not listed is read whole.

/**
 * Technologies of which every value that a rule can ask for stands in the line letter by letter, but for the escapes in
 * `ESCAPES`. Not among them: auditd, which writes values in hexadecimal; sshd, netfilter and Google's audit log, to which
 * reading adds words that no line has.
 */
export const COPIED: ReadonlySet<string> = new Set([
  "apache", "aws-cloudtrail", "azure", "cron", "fortigate", "github", "m365", "nginx", "okta", "shadow", "sudo", "suricata", "syslog", "sysmon-linux", "windows", "zeek",
]);

/** Technologies whose column `event.code` is the code by which log sources and rules tell events apart. */
export const CODED: ReadonlySet<string> = new Set(["sysmon-linux", "windows"]);

/** The products of the technologies that take what no other claims: what they are given may be of any product. */
export const ANY_PRODUCT: ReadonlySet<string> = new Set(["*", "json"]);

/**
 * What a line holds if one of its ASCII letters may be written otherwise: JSON's escapes of letters (RFC 8259, section 7)
 * and of the two letters of other alphabets that fold to `k` and `s`, these two themselves, XML's numeric references,
 * Zeek's and nginx' hexadecimal escapes, and the zeros of UTF-16.
 */
export const ESCAPES: readonly string[] = ["\\u004", "\\u005", "\\u006", "\\u007", "\\u212", "\\u017", "&#", "\\x", "\0", "\u212a", "\u017f"];
