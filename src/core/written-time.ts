// Dates as people and programs write them, brought to ISO 8601. What names no zone gets none: its source's zone is another's to know.

/** What the text itself does not tell. */
export type DateContext = {
  /** No record is later: tells the year of a date that names none. */
  readonly latestMs?: number | undefined;
  /** Which of two numbers before a year is the day, where neither is above 12: month first unless told. */
  readonly dayFirst?: boolean | undefined;
};

const MONTHS: readonly string[] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
// RFC 2822, section 4.3, and what European firewalls write. Others are ambiguous: as if none were named.
const ZONES: Readonly<Record<string, string>> = {
  Z: "Z", UTC: "Z", GMT: "Z", UT: "Z", WET: "Z", WEST: "+01:00", BST: "+01:00", CET: "+01:00", MET: "+01:00", CEST: "+02:00", MEST: "+02:00", EET: "+02:00", EEST: "+03:00", MSK: "+03:00",
  AWST: "+08:00", JST: "+09:00", ACST: "+09:30", AEST: "+10:00", ACDT: "+10:30", AEDT: "+11:00", NZST: "+12:00", NZDT: "+13:00",
  EST: "-05:00", EDT: "-04:00", CST: "-06:00", CDT: "-05:00", MST: "-07:00", MDT: "-06:00", PST: "-08:00", PDT: "-07:00",
};
const SHORTEST = 8;
const LONGEST = 64;

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?`;
// A weekday may stand before, a comma or T or colon between date and clock, AM or PM and a zone behind.
const WEEKDAY = "(?:[A-Za-z]{3,9},? {1,2})?";
const BEHIND = String.raw`(?: ?(?<half>[AaPp][Mm]))?(?: ?\(?(?<zone>Z|[A-Z]{2,5}|(?:UTC|GMT)?[+-]\d\d:?\d\d)\)?)?`;
const form = (date: string, rest = `[ T,:]{1,2}${CLOCK}${BEHIND}`): RegExp => new RegExp(`^${WEEKDAY}${date}${rest}$`);

const FORMS: readonly RegExp[] = [
  form(String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})`),
  form(String.raw`(?<one>\d{1,2})[-/.](?<other>\d{1,2})[-/.](?<year>\d{4}|\d\d)`),
  form(String.raw`(?<day>\d{1,2})[ /-](?<name>[A-Za-z]{3,9})(?:[ /-](?<year>\d{4}))?`),
  form(String.raw`(?<name>[A-Za-z]{3,9}) {1,2}(?<day>\d{1,2})(?:,? (?<year>\d{4}))?`),
  // ctime(3): the year stands last.
  form(String.raw`(?<name>[A-Za-z]{3}) {1,2}(?<day>\d{1,2})`, ` ${CLOCK}${BEHIND} (?<year>\\d{4})`),
  // Snort and Suricata in their one-line alerts; Sophos UTM writes colons in its date.
  form(String.raw`(?<month>\d\d)/(?<day>\d\d)(?:/(?<year>\d\d|\d{4}))?`, `-${CLOCK}${BEHIND}`),
  form(String.raw`(?<year>\d{4}):(?<month>\d\d):(?<day>\d\d)`, `-${CLOCK}${BEHIND}`),
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)[T _-]?(?<hour>\d\d):?(?<minute>\d\d):?(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?(?<zone>Z|[+-]\d\d:?\d\d)?$/,
];

/** ISO 8601 of a written date with a clock time, with its zone if it names one; undefined if the text is none. */
export function isoOfWritten(text: string, context: DateContext = {}): string | undefined {
  if (text.length > LONGEST || text.length < SHORTEST) return undefined;
  for (const one of FORMS) {
    const groups = one.exec(text)?.groups;
    if (groups !== undefined) return isoOf(groups, context);
  }
  return undefined;
}

type Groups = { readonly [name: string]: string | undefined };

function isoOf(groups: Groups, context: DateContext): string | undefined {
  const { minute, second = "00", fraction, zone } = groups;
  const date = dateOf(groups, context);
  const hour = hourOf(groups);
  if (date === undefined || hour > 23) return undefined;
  const inYear = `${two(date.month)}-${two(date.day)}T${two(hour)}:${minute}:${second}${fraction === undefined ? "" : `.${fraction}`}`;
  const year = date.year ?? (context.latestMs === undefined ? undefined : yearOf(inYear, context.latestMs));
  return year === undefined ? undefined : `${year}-${inYear}${zoneOf(zone)}`;
}

function hourOf({ hour, half }: Groups): number {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

type Day = { readonly year: string | undefined; readonly month: number; readonly day: number };

function dateOf({ year, month, day, name, one, other }: Groups, { dayFirst = false }: DateContext): Day | undefined {
  const full = year?.length === 2 ? `20${year}` : year;
  if (name !== undefined) return valid({ year: full, month: MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1, day: Number(day) });
  if (one === undefined) return valid({ year: full, month: Number(month), day: Number(day) });
  const isDayFirst = Number(one) > 12 || (dayFirst && Number(other) <= 12);
  return valid({ year: full, month: Number(isDayFirst ? other : one), day: Number(isDayFirst ? one : other) });
}

const valid = (date: Day): Day | undefined => (date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 ? date : undefined);

const two = (n: number): string => String(n).padStart(2, "0");

function zoneOf(zone: string | undefined): string {
  if (zone === undefined) return "";
  const offset = zone.replace(/^(?:UTC|GMT)(?=[+-])/, "");
  return /^[+-]/.test(offset) ? offset : (ZONES[offset] ?? "");
}

// There is a 29 February in each eight years, but for those around 1900 and 2100.
const YEARS_BACK = 8;

/** The last year in which there is such a time, `MM-ddThh:mm:ss`, and it is not later than `latestMs`: a file of January holds lines of December. */
export function yearOf(inYear: string, latestMs: number): string | undefined {
  const latest = new Date(latestMs).getUTCFullYear();
  for (let year = latest; year > latest - YEARS_BACK; year--) {
    const text = `${String(year).padStart(4, "0")}-${inYear}`;
    const ms = Date.parse(`${text}Z`);
    // Date.parse takes 29 February of other years for 1 March.
    if (ms <= latestMs && new Date(ms).getUTCDate() === Number(inYear.slice(3, 5))) return text.slice(0, 4);
  }
  return undefined;
}
