/** A rule that matches a process of that name; for tests that need rules, not what they find. */
export const ruleText = ({ id, title = "A rule", level = "high", status = "test", more = "" }: { readonly id: string; readonly title?: string; readonly level?: string; readonly status?: string; readonly more?: string }): string =>
  `title: ${title}\nid: ${id}\nstatus: ${status}\nlevel: ${level}\nlogsource:\n  category: process_creation\n  product: windows\ndetection:\n  selection:\n    Image|endswith: '\\x.exe'\n  condition: selection\n${more}`;

/** A correlation over rules, by id. */
export const correlationText = (id: string, rules: readonly string[]): string =>
  `title: Several\nid: ${id}\nstatus: test\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [${rules.join(", ")}]\n  group-by: [Computer]\n  timespan: 5m\n  condition:\n    gte: 3\n`;

/** The same UUID for the same number. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
