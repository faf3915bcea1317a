// Records that nobody could tell without a label: what they hold, and why it is not enough. They are counted apart.
type Untellable = { readonly technology: string; readonly taken: readonly string[]; readonly text: RegExp; readonly why: string };

const UNTELLABLE: readonly Untellable[] = [
  { technology: "cisco-ftd", taken: ["cisco-asa"], text: /%ASA-|%PIX-/, why: "the line names the ASA: its stream holds lines of both" },
  { technology: "cisco-asa", taken: ["cisco-ftd"], text: /%FTD-/, why: "the line names the FTD: its stream holds lines of both" },
  { technology: "pfsense", taken: ["syslog", "isc-dhcp", "openvpn", "haproxy", "squid", "snort", "bind", "nginx", "sshd", "cron", "sudo"], text: /^(?!.*\bfilterlog\b)/, why: "the daemons of pfSense are those of any Unix" },
  { technology: "infoblox", taken: ["isc-dhcp", "bind", "syslog"], text: /\b(?:dhcpd|named)\[/, why: "Infoblox runs ISC's dhcpd and named; the line has no mark of its own" },
  { technology: "nginx", taken: ["apache"], text: /^\S+ \S+ .*\[\d\d\/\w{3}\/\d{4}:/, why: "nginx and Apache write the same access line" },
  { technology: "cisco-nexus", taken: ["nothing", "syslog"], text: /message repeated \d+ time/, why: "any syslog daemon says that a message repeats" },
  { technology: "cisco-nexus", taken: ["cisco-ios"], text: /%[A-Z0-9_]+-[\w-]+:/, why: "a facility that both have, behind a header as IOS writes it" },
  { technology: "cisco-ios", taken: ["cisco-nexus"], text: /\d: 20\d\d [A-Z][a-z]{2} |: 20\d\d [A-Z][a-z]{2} /, why: "the header is as NX-OS writes it: the year before the month" },
  { technology: "cisco-ios", taken: ["nothing", "syslog"], text: /^[^%]*$/, why: "no message of IOS without %FACILITY-severity-MNEMONIC can be told" },
  { technology: "juniper-srx", taken: ["syslog"], text: /^[^[]*$/, why: "free text of a daemon, without Junos' structured data or tags" },
  { technology: "syslog", taken: ["nothing"], text: /^[^<[]*$/, why: "bare text without any header" },
  { technology: "vsphere", taken: ["nothing"], text: /^\W*\(\d{4}-/, why: "the rest of a message that was cut into lines" },
  { technology: "zeek", taken: ["json"], text: /^\{"ts":[^,]*,"host":"[^"]*"\}$/, why: "a time and an address" },
];

/** Why the record, of one technology and taken for another, cannot be told by what it holds; undefined if it can. */
export function whyUntellable(technology: string, taken: string, input: unknown): string | undefined {
  const text = typeof input === "string" ? input : JSON.stringify(input);
  return UNTELLABLE.find((one) => one.technology === technology && one.taken.includes(taken) && one.text.test(text))?.why;
}
