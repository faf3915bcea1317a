// One sentence of what happened: "At 10:38:12 rundll32.exe, run as svc-backup from cmd.exe, …".
import { kindOf, type Kind, partOf, type Part } from "./event-parts.ts";
import type { Language } from "./language.ts";
import { fillPattern, plainOf, type Segment, shownValue } from "./segments.ts";

export type Happened = { readonly title: string; readonly time: Date; readonly fields: Readonly<Record<string, unknown>>; readonly host: string | null; readonly detections: number; /** In which people read hours: `Europe/Paris`. */ readonly timeZone: string };
export type Sentence = { readonly text: string; readonly segments: readonly Segment[] };

// The first pattern of a kind that can be filled counts; what is in brackets falls out where it is not known.
const PATTERNS: Readonly<Record<Language, Readonly<Record<Kind, readonly string[]>>>> = {
  en: {
    process: ["{process}, run as {user}[ from {parent}], was started[ on {host}][: {command}]", "{process} was started[ by {parent}][ on {host}][: {command}]", "a process was started[ on {host}][ by {user}]: {command}"],
    logon: ["{user} logged on or tried to[ from {source}][ on {host}]", "somebody logged on or tried to[ from {source}][ on {host}]"],
    network: ["{process}[, run as {user},] connected to {destination}[, port {port}][ from {host}]", "{source} connected to {destination}[, port {port}]", "{host} connected to {destination}[, port {port}]", "a connection went to {destination}[, port {port}]"],
    file: ["{process}[, run as {user},] touched {file}[ on {host}]", "{user} touched {file}[ on {host}]", "a file was touched[ on {host}]: {file}"],
    registry: ["{process}[, run as {user},] set {registry}[ to {registryValue}][ on {host}]", "a registry key was set[ on {host}]: {registry}"],
    dns: ["{process}[, run as {user},] asked for the name {query}[ on {host}]", "{source} asked for the name {query}", "the name {query} was asked for[ on {host}]"],
    http: ["{source} asked for {url}[ ({method})][ on {host}]", "{process}[, run as {user},] asked for {url}[ on {host}]", "{url} was asked for[ ({method})][ on {host}]"],
    cloud: ["{user} did {action}[ in {service}][ from {source}]", "{action} was done[ in {service}][ from {source}]", "something was done[ in {service}][ from {source}]"],
    mail: ["{sender} sent a mail to {recipient}[: {subject}]"],
    other: ["{user} acted on {host}", "something happened on {host}"],
  },
  fr: {
    process: ["{process}, exécuté par {user}[ depuis {parent}], a été lancé[ sur {host}][ : {command}]", "{process} a été lancé[ par {parent}][ sur {host}][ : {command}]", "un processus a été lancé[ sur {host}][ par {user}] : {command}"],
    logon: ["{user} s’est connecté ou a essayé[ depuis {source}][ sur {host}]", "quelqu’un s’est connecté ou a essayé[ depuis {source}][ sur {host}]"],
    network: ["{process}[, exécuté par {user},] s’est connecté à {destination}[, port {port}][ depuis {host}]", "{source} s’est connecté à {destination}[, port {port}]", "{host} s’est connecté à {destination}[, port {port}]", "une connexion est partie vers {destination}[, port {port}]"],
    file: ["{process}[, exécuté par {user},] a touché {file}[ sur {host}]", "{user} a touché {file}[ sur {host}]", "un fichier a été touché[ sur {host}] : {file}"],
    registry: ["{process}[, exécuté par {user},] a écrit {registry}[ avec {registryValue}][ sur {host}]", "une clé de registre a été écrite[ sur {host}] : {registry}"],
    dns: ["{process}[, exécuté par {user},] a demandé le nom {query}[ sur {host}]", "{source} a demandé le nom {query}", "le nom {query} a été demandé[ sur {host}]"],
    http: ["{source} a demandé {url}[ ({method})][ sur {host}]", "{process}[, exécuté par {user},] a demandé {url}[ sur {host}]", "{url} a été demandé[ ({method})][ sur {host}]"],
    cloud: ["{user} a fait {action}[ dans {service}][ depuis {source}]", "{action} a été fait[ dans {service}][ depuis {source}]", "quelque chose a été fait[ dans {service}][ depuis {source}]"],
    mail: ["{sender} a envoyé un courriel à {recipient}[ : {subject}]"],
    other: ["{user} a agi sur {host}", "quelque chose s’est passé sur {host}"],
  },
};

const FRAME = {
  en: { at: (day: string, time: string, zone: string) => `On ${day} at ${time} (${zone}) `, means: ". The rule calls it: ", last: (n: number) => ` (and ${n - 1} more)` },
  fr: { at: (day: string, time: string, zone: string) => `Le ${day} à ${time} (${zone}), `, means: ". La règle l’appelle : ", last: (n: number) => ` (et ${n - 1} autres)` },
} as const;

/** What happened, from an event's fields, or where they say nothing from the title of the rule. Day and hour are those of the time zone, which is named. */
export function whatHappened({ title, time, fields, host, detections, timeZone }: Happened, language: Language): Sentence {
  const frame = FRAME[language];
  const known = host === null || partOf(fields, "host") !== undefined ? fields : { ...fields, "host.name": host };
  const kind = kindOf(fields);
  const valueOf = (name: string) => partOf(known, name as Part);
  const [said] = [...PATTERNS[language][kind], ...PATTERNS[language].other].map((pattern) => fillPattern(pattern, valueOf)).filter((segments) => segments.length > 0);
  const more = detections > 1 ? frame.last(detections) : "";
  const at: Segment = { text: frame.at(...wallTime(time, timeZone, language), timeZone) };
  const segments: readonly Segment[] = said === undefined ? [at, { text: `${shownValue(title)}${more}.` }] : [at, ...said, { text: `${more}${frame.means}${shownValue(title)}.` }];
  return { text: plainOf(segments), segments };
}

/** Day and hour on the wall of a time zone. */
function wallTime(time: Date, timeZone: string, language: Language): readonly [day: string, time: string] {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  return [new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "short", year: "numeric" }).format(time), new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(time)];
}
