// The door of threads: what was said and done about an alert, an incident, a request or an escalation.
export { addEntry, type EntryToAdd, listEntries, moveEntries } from "./entries.ts";
export { type Entry, type EntryQuery, type Subject, type SubjectKind, subjectKey, type Visibility, visibilityOf } from "./entry.ts";
