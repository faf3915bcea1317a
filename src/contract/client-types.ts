// Made by `npm run gen` from the routes of the API: change those.
// oxlint-disable max-lines -- as long as there are routes

/** Forms that several routes share, by name. */
export type Schemas = {
  readonly ImportMappingInput: { readonly format?: "csv" | "json" | undefined; readonly encoding?: "utf-8" | "windows-1252" | "utf-16le" | "utf-16be" | undefined; readonly delimiter?: "," | ";" | "\t" | "|" | undefined; readonly records?: string | undefined; readonly dateOrder?: "ymd" | "dmy" | "mdy" | undefined; readonly timezoneOffset?: string | undefined; readonly key: string; readonly columns: Readonly<Record<string, string | { readonly from?: string | undefined; readonly constant?: string | undefined; readonly values?: Readonly<Record<string, string>> | undefined; readonly otherwise?: string | undefined; readonly separator?: string | undefined; readonly prefix?: string | undefined }>> };
  readonly CmdbSettingsInput: { readonly precedence: readonly ("manual" | "itsm" | "csv" | "logs")[]; readonly maxStaleShare: number };
  readonly IndicatorMappingInput: { readonly delimiter?: "," | ";" | "\t" | "|" | undefined; readonly value: string; readonly type?: string | undefined; readonly confidence?: string | undefined; readonly tlp?: string | undefined; readonly validFrom?: string | undefined; readonly validUntil?: string | undefined; readonly tags?: string | undefined; readonly reference?: string | undefined };
  readonly AttestationInput: { readonly id: string; readonly rawId: string; readonly type: "public-key"; readonly authenticatorAttachment?: string | null | undefined; readonly clientExtensionResults?: Readonly<Record<string, unknown>> | undefined; readonly response: { readonly clientDataJSON: string; readonly attestationObject: string; readonly transports?: readonly (string)[] | undefined } };
  readonly AssertionInput: { readonly id: string; readonly rawId: string; readonly type: "public-key"; readonly authenticatorAttachment?: string | null | undefined; readonly clientExtensionResults?: Readonly<Record<string, unknown>> | undefined; readonly response: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string; readonly userHandle?: string | null | undefined } };
  readonly Asset: { readonly id: string; readonly name: string; readonly kind: string; readonly serial: string | null; readonly os: string | null; readonly team: string | null; readonly contact: string | null; readonly criticality: number; readonly environment: string | null; readonly location: string | null; readonly exposure: string | null; readonly lifecycle: string; readonly tags: readonly (string)[]; readonly services: readonly (string)[]; readonly externalIds: readonly (string)[]; readonly names: readonly (string)[]; readonly addresses: readonly ({ readonly ip: string; readonly zone: string | null; readonly from: string | null; readonly until: string | null })[]; readonly createdAt: string; readonly changedAt: string; readonly staleSince: string | null };
  readonly AssetRelation: { readonly id: string; readonly type: string; readonly from: { readonly asset: string | null; readonly service: string | null; readonly name: string }; readonly to: { readonly asset: string | null; readonly service: string | null; readonly name: string }; readonly source: string; readonly changedAt: string };
  readonly AssetDetail: { readonly id: string; readonly name: string; readonly kind: string; readonly serial: string | null; readonly os: string | null; readonly team: string | null; readonly contact: string | null; readonly criticality: number; readonly environment: string | null; readonly location: string | null; readonly exposure: string | null; readonly lifecycle: string; readonly tags: readonly (string)[]; readonly services: readonly (string)[]; readonly externalIds: readonly (string)[]; readonly names: readonly (string)[]; readonly addresses: readonly ({ readonly ip: string; readonly zone: string | null; readonly from: string | null; readonly until: string | null })[]; readonly createdAt: string; readonly changedAt: string; readonly staleSince: string | null; readonly macs: readonly (string)[]; readonly values: Readonly<Record<string, readonly ({ readonly source: string; readonly at: string; readonly value: unknown })[]>>; readonly sources: readonly ({ readonly source: string; readonly kind: "manual" | "itsm" | "csv" | "logs"; readonly key: string; readonly givenAt: string; readonly staleSince: string | null })[]; readonly teamDetail: { readonly id: string; readonly name: string; readonly contact: string | null; readonly email: string | null; readonly phone: string | null; readonly itsmName: string | null } | null; readonly serviceDetails: readonly ({ readonly name: string; readonly id: string | null; readonly criticality: number | null })[]; readonly relations: readonly (Schemas["AssetRelation"])[] };
  readonly AssetChange: { readonly seq: number; readonly at: string; readonly who: string; readonly source: string; readonly import: string | null; readonly kind: "added" | "changed" | "stale" | "revived" | "retired" | "refused" | "conflict"; readonly asset: string | null; readonly name: string; readonly line: number | null; readonly details: Readonly<Record<string, unknown>> };
  readonly SettingVersion: { readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions"; readonly version: number; readonly state: "proposed" | "in_force" | "refused" | "withdrawn"; readonly document: Readonly<Record<string, unknown>>; readonly reason: string; readonly author: string; readonly side: "provider" | "client" | "system"; readonly proposedAt: string; readonly wantedFrom: string | null; readonly validFrom: string | null; readonly decision: { readonly by: string; readonly side: "provider" | "client" | "system"; readonly at: string; readonly reason: string | null } | null };
  readonly Setting: { readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions"; readonly inForce: Schemas["SettingVersion"]; readonly latest: number; readonly planned: Schemas["SettingVersion"] | null; readonly proposal: Schemas["SettingVersion"] | null };
  readonly FearedIncidentGap: { readonly type: "category-without-rule" | "rule-off" | "rule-unknown" | "no-link" | "review-due"; readonly category: string; readonly incident: string | null; readonly rule: string | null; readonly message: string };
  readonly Erasure: { readonly lines: number; readonly rows: Readonly<Record<string, number>>; readonly bytesGoneInSeconds: number; readonly kept: Readonly<Record<string, number>>; readonly elsewhere: readonly (string)[] };
  readonly Problem: { readonly type: string; readonly title: string; readonly status: number; readonly detail: string; readonly code: "invalid" | "unauthenticated" | "forbidden" | "csrf" | "not_found" | "conflict" | "too_large" | "unsupported" | "too_much" | "too_many_attempts" | "cancelled" | "failed" | "internal" | "busy" | "unavailable" | "timeout"; readonly column?: number | undefined };
  readonly Lag: { readonly p50Ms: number | null; readonly p95Ms: number | null; readonly ahead: number };
  readonly CollectionHour: { readonly source: string; readonly hour: string; readonly received: number; readonly stored: number; readonly quarantined: number; readonly dropped: number; readonly duplicates: number; readonly events: number; readonly bytes: number; readonly lag: Schemas["Lag"]; readonly droppedBy: Readonly<Record<string, number>> };
  readonly SourceStatus: { readonly source: string; readonly configured: boolean; readonly technology: { readonly labelled: string | null; readonly seen: readonly ({ readonly technology: string; readonly events: number })[]; readonly wrong: boolean }; readonly lastHour: string | null; readonly silent: boolean; readonly silentSeconds: number | null; readonly today: { readonly received: number; readonly stored: number; readonly quarantined: number; readonly dropped: number; readonly duplicates: number; readonly events: number; readonly bytes: number; readonly lag: Schemas["Lag"] }; readonly fields: readonly ({ readonly field: string; readonly today: number | null; readonly yesterday: number | null; readonly clashesToday: number; readonly dropped: boolean })[] };
  readonly Detection: { readonly id: string; readonly rule: { readonly key: string; readonly id: string | null; readonly title: string; readonly pack: string; readonly version: number; readonly digest: string; readonly author: string | null; readonly references: readonly (string)[]; readonly tags: readonly (string)[]; readonly path: string; readonly status: string | null }; readonly level: "informational" | "low" | "medium" | "high" | "critical" | null; readonly rulesetVersion: number; readonly time: string; readonly detectedAt: string; readonly storedAt: string; readonly host: string | null; readonly source: string; readonly collector: string; readonly technology: string; readonly eventIds: readonly (string)[]; readonly fields: Readonly<Record<string, unknown>>; readonly correlation: Readonly<Record<string, unknown>> | null; readonly origin: "stream" | "retro"; readonly context: Readonly<Record<string, unknown>> | null };
  readonly QuarantineGroup: { readonly reason: string; readonly shape: string; readonly count: number; readonly first: string; readonly last: string; readonly sources: readonly ({ readonly source: string; readonly count: number })[]; readonly example: string };
  readonly QuarantinedLine: { readonly id: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly reason: string; readonly shape: string; readonly line: string; readonly raw: string };
  readonly UnclaimedSender: { readonly id: string; readonly collector: string; readonly sender: string; readonly asset: string; readonly technology: string | null; readonly confidence: number; readonly lines: number; readonly first: string; readonly last: string; readonly sample: string; readonly configuration: string };
  readonly Coverage: { readonly assets: number; readonly seen: number; readonly never: number; readonly quiet: number; readonly unknownHosts: number; readonly sources: readonly ({ readonly source: string; readonly hosts: number; readonly unknownHosts: number; readonly assets: number })[]; readonly complete: boolean };
  readonly RetroResult: { readonly rules: readonly ({ readonly key: string; readonly title: string; readonly kind: "rule" | "correlation"; readonly matched: number })[]; readonly days: readonly ({ readonly day: string; readonly matched: number; readonly isWhole: boolean })[]; readonly hosts: readonly ({ readonly host: string | null; readonly matched: number })[]; readonly sources: readonly ({ readonly source: string; readonly matched: number })[]; readonly forecast: { readonly median: number; readonly maximum: number; readonly wholeDays: number; readonly withoutNoisiest: { readonly median: number; readonly maximum: number; readonly host: string } | null }; readonly firstAt: string | null; readonly lastAt: string | null; readonly listed: number; readonly isListCut: boolean; readonly raised: number; readonly unread: number; readonly withoutTime: number; readonly areHostsCut: boolean };
  readonly RetroRun: { readonly id: string; readonly title: string; readonly wanted: readonly (string)[]; readonly since: string; readonly until: string; readonly raise: boolean; readonly state: "waiting" | "running" | "done" | "failed" | "cancelled"; readonly askedBy: string; readonly askedAt: string; readonly startedAt: string | null; readonly endedAt: string | null; readonly progress: { readonly scanned: number; readonly matched: number; readonly total: number | null }; readonly error: string | null; readonly rule: string; readonly result: Schemas["RetroResult"] | null };
  readonly RetroEventList: { readonly events: readonly ({ readonly id: string; readonly time: string; readonly host: string | null; readonly source: string; readonly rule: string })[]; readonly next: string | null };
  readonly AssetImport: { readonly id: string; readonly source: string; readonly sourceKind: "manual" | "itsm" | "csv" | "logs"; readonly state: "planned" | "applied"; readonly fileName: string; readonly fileDigest: string; readonly askedBy: string; readonly askedAt: string; readonly reading: { readonly format: string; readonly encoding: string; readonly delimiter: string | null; readonly columns: readonly (string)[]; readonly unusedColumns: readonly (string)[] }; readonly counts: { readonly rows: number; readonly added: number; readonly changed: number; readonly revived: number; readonly unchanged: number; readonly duplicates: number; readonly refused: number; readonly stale: number; readonly withheld: number; readonly conflicts: number; readonly unknownTeams: readonly (string)[]; readonly unknownServices: readonly (string)[]; readonly unknownZones: readonly (string)[] }; readonly refusal: string | null };
  readonly Team: { readonly id: string; readonly source: string; readonly changedAt: string; readonly name: string; readonly contact: string | null; readonly email: string | null; readonly phone: string | null; readonly itsmName: string | null };
  readonly Zone: { readonly id: string; readonly source: string; readonly changedAt: string; readonly name: string; readonly description: string | null };
  readonly Network: { readonly id: string; readonly source: string; readonly changedAt: string; readonly zone: string; readonly cidr: string; readonly meaning: string; readonly isInternal: boolean };
  readonly BusinessService: { readonly id: string; readonly source: string; readonly changedAt: string; readonly name: string; readonly description: string | null; readonly criticality: number; readonly team: string | null; readonly contact: string | null };
  readonly MaintenanceWindow: { readonly id: string; readonly source: string; readonly changedAt: string; readonly title: string; readonly startsAt: string; readonly endsAt: string; readonly assets: readonly (string)[]; readonly services: readonly (string)[]; readonly tags: readonly (string)[]; readonly reason: string; readonly createdBy: string; readonly cancelledAt: string | null };
  readonly AccountOfInterest: { readonly id: string; readonly source: string; readonly changedAt: string; readonly name: string; readonly forms: readonly (string)[]; readonly kind: "privileged" | "service"; readonly asset: string | null; readonly owner: string | null; readonly note: string | null; readonly retiredAt: string | null };
  readonly CmdbSettings: { readonly precedence: readonly ("manual" | "itsm" | "csv" | "logs")[]; readonly maxStaleShare: number };
  readonly DropRule: { readonly id: string; readonly version: number; readonly source: string | null; readonly title: string; readonly rule: string; readonly author: string; readonly reason: string; readonly from: string; readonly until: string | null; readonly createdAt: string; readonly retired: boolean };
  readonly TenantRulePack: { readonly pack: string; readonly version: number; readonly enabled: boolean; readonly setting: { readonly enabled: boolean; readonly minimumStatus: "experimental" | "test" | "stable" | null; readonly minimumLevel: "informational" | "low" | "medium" | "high" | "critical" | null; readonly author: string; readonly reason: string; readonly createdAt: string } | null };
  readonly RuleSwitch: { readonly state: "on" | "off" | "default"; readonly author: string; readonly reason: string; readonly from: string; readonly until: string | null; readonly createdAt: string };
  readonly TenantRule: { readonly key: string; readonly kind: "rule" | "correlation" | "filter"; readonly title: string; readonly level: "informational" | "low" | "medium" | "high" | "critical" | null; readonly status: string | null; readonly pack: string; readonly packVersion: number; readonly path: string; readonly line: number; readonly on: boolean; readonly why: "pack" | "switched on" | "switched off" | "status" | "level" | "twin"; readonly switch: Schemas["RuleSwitch"] | null };
  readonly ActiveRules: { readonly version: number; readonly digest: string; readonly changesAt: string | null; readonly off: readonly (string)[]; readonly files: readonly ({ readonly path: string; readonly pack: string; readonly packVersion: number; readonly digest: string })[]; readonly dropRules: readonly ({ readonly id: string; readonly version: number; readonly source: string | null; readonly title: string })[] };
  readonly OwnRule: { readonly path: string; readonly version: number; readonly text: string | null; readonly rules: readonly ({ readonly key: string; readonly kind: "rule" | "correlation" | "filter"; readonly title: string; readonly level: "informational" | "low" | "medium" | "high" | "critical" | null })[]; readonly author: string; readonly reason: string; readonly createdAt: string };
  readonly Tenant: { readonly id: string; readonly name: string; readonly retentionDays: number; readonly sources: number };
  readonly SourceHealth: { readonly lastAt: string | null; readonly received: number; readonly stored: number; readonly quarantined: number; readonly dropped: number; readonly duplicates: number; readonly bytes: number; readonly lagP50Seconds: number | null; readonly lagP95Seconds: number | null };
  readonly Source: { readonly name: string; readonly technology: string | null; readonly timezone: string; readonly lastDay: Schemas["SourceHealth"] | null };
  readonly Readiness: { readonly ready: boolean; readonly parts: readonly ({ readonly name: string; readonly ready: boolean; readonly reason?: string | undefined })[] };
  readonly IndicatorList: { readonly id: string; readonly scope: "organisation" | "provider"; readonly name: string; readonly source: string; readonly tlp: "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED"; readonly confidence: number; readonly format: "csv" | "misp" | "stix"; readonly fileName: string; readonly fileDigest: string; readonly importedBy: string; readonly importedAt: string; readonly withdrawnAt: string | null; readonly counts: { readonly entries: number; readonly added: number; readonly changed: number; readonly unchanged: number; readonly duplicates: number; readonly refused: number; readonly gone: number; readonly withheld: number; readonly expired: number; readonly refusals: readonly ({ readonly reason: string; readonly count: number; readonly example: string })[] } };
  readonly Indicator: { readonly type: "ipv4-addr" | "ipv6-addr" | "domain-name" | "url" | "file" | "email-addr"; readonly value: string; readonly tlp: "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED"; readonly confidence: number; readonly validFrom: string; readonly validUntil: string | null; readonly tags: readonly (string)[]; readonly reference: string | null; readonly addedAt: string; readonly goneAt: string | null; readonly withdrawnAt: string | null };
  readonly JournalEntry: { readonly id: number; readonly at: string; readonly who: string; readonly caller: string; readonly side: "provider" | "client" | "system"; readonly action: string; readonly subject: string; readonly reason: string | null; readonly details: Readonly<Record<string, unknown>>; readonly seq: number | null; readonly digest: string | null };
  readonly RefusedRule: { readonly path: string; readonly line: number; readonly column: number; readonly title: string | null; readonly id: string | null; readonly reason: string; readonly hint: string };
  readonly RulePackVersion: { readonly pack: string; readonly version: number; readonly rulesetVersion: number; readonly digest: string; readonly importedAt: string; readonly importedBy: string; readonly source: string; readonly rules: number; readonly correlations: number; readonly filters: number; readonly refused: number };
  readonly RulePack: { readonly name: string; readonly origin: "builtin" | "imported"; readonly versions: number; readonly newest: Schemas["RulePackVersion"] };
  readonly RulePackDifference: { readonly added: readonly (string)[]; readonly removed: readonly (string)[]; readonly changed: readonly (string)[] };
  readonly RulePackImport: { readonly created: boolean; readonly version: Schemas["RulePackVersion"]; readonly refused: readonly (Schemas["RefusedRule"])[]; readonly others: number; readonly difference: Schemas["RulePackDifference"] };
  readonly Membership: { readonly tenant: string | null; readonly role: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor" };
  readonly Person: { readonly id: string; readonly email: string; readonly name: string; readonly language: "en" | "fr"; readonly memberships: readonly (Schemas["Membership"])[]; readonly createdAt: string; readonly disabledAt: string | null; readonly hasSecondFactor: boolean };
  readonly SignInAnswer: { readonly type: "code"; readonly step: string } | { readonly type: "enrol"; readonly step: string; readonly secret: string; readonly uri: string } | { readonly type: "done"; readonly person: Schemas["Person"]; readonly csrf: string; readonly expiresAt: string; readonly recoveryCodes: readonly (string)[] | null };
  readonly Me: { readonly person: Schemas["Person"] | null; readonly name: string; readonly side: "provider" | "client" | "system"; readonly platform: readonly ("organisation:read" | "organisation:manage" | "setting:read" | "setting:change" | "setting:agree" | "person:read" | "person:manage" | "key:read" | "key:manage" | "sign-in:read" | "sign-in:change" | "journal:read" | "source:read" | "line:read" | "line:reparse" | "sender:adopt" | "event:search" | "event:export" | "integrity:read" | "rule:read" | "rule:change" | "pack:read" | "pack:import" | "drop-rule:read" | "drop-rule:change" | "retro:read" | "retro:run" | "detection:read" | "asset:read" | "asset:import" | "asset:change" | "indicator:read" | "indicator:change" | "alert:read" | "alert:triage" | "alert:qualify" | "incident:read" | "incident:handle" | "incident:qualify" | "request:read" | "request:update")[]; readonly organisations: readonly ({ readonly tenant: string; readonly name: string; readonly permissions: readonly ("organisation:read" | "organisation:manage" | "setting:read" | "setting:change" | "setting:agree" | "person:read" | "person:manage" | "key:read" | "key:manage" | "sign-in:read" | "sign-in:change" | "journal:read" | "source:read" | "line:read" | "line:reparse" | "sender:adopt" | "event:search" | "event:export" | "integrity:read" | "rule:read" | "rule:change" | "pack:read" | "pack:import" | "drop-rule:read" | "drop-rule:change" | "retro:read" | "retro:run" | "detection:read" | "asset:read" | "asset:import" | "asset:change" | "indicator:read" | "indicator:change" | "alert:read" | "alert:triage" | "alert:qualify" | "incident:read" | "incident:handle" | "incident:qualify" | "request:read" | "request:update")[] })[] };
  readonly Session: { readonly id: string; readonly method: string; readonly createdAt: string; readonly seenAt: string; readonly expiresAt: string; readonly address: string; readonly userAgent: string; readonly isThis: boolean };
  readonly Invitation: { readonly id: string; readonly email: string; readonly name: string; readonly language: "en" | "fr"; readonly memberships: readonly (Schemas["Membership"])[]; readonly invitedBy: string; readonly createdAt: string; readonly expiresAt: string };
  readonly ApiKey: { readonly id: string; readonly name: string; readonly scopes: readonly ("organisation:read" | "organisation:manage" | "setting:read" | "setting:change" | "setting:agree" | "person:read" | "person:manage" | "key:read" | "key:manage" | "sign-in:read" | "sign-in:change" | "journal:read" | "source:read" | "line:read" | "line:reparse" | "sender:adopt" | "event:search" | "event:export" | "integrity:read" | "rule:read" | "rule:change" | "pack:read" | "pack:import" | "drop-rule:read" | "drop-rule:change" | "retro:read" | "retro:run" | "detection:read" | "asset:read" | "asset:import" | "asset:change" | "indicator:read" | "indicator:change" | "alert:read" | "alert:triage" | "alert:qualify" | "incident:read" | "incident:handle" | "incident:qualify" | "request:read" | "request:update")[]; readonly tenant: string | null; readonly createdBy: string; readonly createdAt: string; readonly expiresAt: string | null; readonly usedAt: string | null };
  readonly OidcConnection: { readonly id: string; readonly tenant: string | null; readonly issuer: string; readonly clientId: string; readonly domains: readonly (string)[]; readonly defaultRole: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor" | null; readonly isMfa: boolean; readonly enabled: boolean; readonly createdAt: string; readonly updatedAt: string };
  readonly DiscoverAnswer: { readonly type: "password" } | { readonly type: "oidc"; readonly url: string };
  readonly Passkey: { readonly id: string; readonly name: string; readonly createdAt: string; readonly usedAt: string | null };
  readonly TenantDetail: { readonly id: string; readonly name: string; readonly origin: "configuration" | "api"; readonly retentionDays: number; readonly since: string; readonly removedAt: string | null };
  readonly ServiceTerms: { readonly mode: "escalate" | "handle"; readonly isOpen: boolean; readonly due: readonly ({ readonly phase: "acknowledge" | "qualify" | "notify" | "contain-advice"; readonly dueAt: string | null; readonly targetMinutes: number; readonly timing: "service-hours" | "calendar"; readonly sharePercent: number })[]; readonly notices: readonly ({ readonly fact: "alert-escalated" | "incident-opened" | "incident-severity-changed" | "containment-advised" | "action-taken" | "incident-closed" | "major-incident" | "source-silent" | "rule-failed" | "service-degraded"; readonly channel: "portal" | "email" | "sms" | "phone" | "chat" | "itsm"; readonly to: readonly ({ readonly contact: string } | { readonly role: "security" | "decision" | "technical" | "executive" | "data-protection" | "legal" | "communication" | "service-desk" } | { readonly onCall: true })[]; readonly dueAt: string | null })[]; readonly onCall: readonly ({ readonly contact: { readonly key: string; readonly name: string; readonly email: string; readonly phone: string | null }; readonly insteadOf: { readonly key: string; readonly name: string; readonly email: string; readonly phone: string | null } | null })[]; readonly versions: Readonly<Record<string, number>> };
  readonly SecondChannelTest: { readonly channel: string | null; readonly testedOn: string | null; readonly dueOn: string | null; readonly isOverdue: boolean };
};

/** Every path with its methods: parameters of the path, of the query and of the head, the body, and the answer. */
export type Paths = {
  readonly "/healthz": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly alive: true } };
  };
  readonly "/readyz": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Readiness"] };
  };
  readonly "/metrics": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/sign-in/passkey/options": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly step: string; readonly options: Readonly<Record<string, unknown>> } };
  };
  readonly "/v1/sign-in/passkey": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly step: string; readonly credential: Schemas["AssertionInput"] }; readonly answer: Schemas["SignInAnswer"] };
  };
  readonly "/v1/sign-in/discover": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly email: string }; readonly answer: Schemas["DiscoverAnswer"] };
  };
  readonly "/v1/sign-in/oidc/callback": {
    readonly get: { readonly path: object; readonly query: { readonly code?: string | undefined; readonly state?: string | undefined; readonly error?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/sign-in/oidc/continue": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["SignInAnswer"] };
  };
  readonly "/v1/set-up": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly email: string; readonly name: string; readonly language?: "en" | "fr" | undefined; readonly password: string }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/sign-in": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly email: string; readonly password: string }; readonly answer: Schemas["SignInAnswer"] };
  };
  readonly "/v1/sign-in/code": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly step: string; readonly code: string }; readonly answer: Schemas["SignInAnswer"] };
  };
  readonly "/v1/invitations/accept": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly token: string; readonly password: string }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/me": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Me"] };
  };
  readonly "/v1/me/sessions": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly sessions: readonly (Schemas["Session"])[] } };
    readonly delete: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/me/sessions/{session}": {
    readonly delete: { readonly path: { readonly session: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/me/sign-out": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/me/password": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly current: string; readonly password: string }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/me/passkeys/options": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly step: string; readonly options: Readonly<Record<string, unknown>> } };
  };
  readonly "/v1/me/passkeys": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly step: string; readonly name: string; readonly credential: Schemas["AttestationInput"] }; readonly answer: Schemas["Passkey"] };
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly passkeys: readonly (Schemas["Passkey"])[] } };
  };
  readonly "/v1/me/passkeys/{passkey}": {
    readonly patch: { readonly path: { readonly passkey: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string }; readonly answer: Schemas["Passkey"] };
    readonly delete: { readonly path: { readonly passkey: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/me/recovery-codes": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly type: "password"; readonly password: string } | { readonly type: "passkey"; readonly step: string; readonly credential: Schemas["AssertionInput"] }; readonly answer: { readonly codes: readonly (string)[] } };
  };
  readonly "/v1/oidc-connections": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly connections: readonly (Schemas["OidcConnection"])[]; readonly redirectUri: string } };
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly domains: readonly (string)[]; readonly defaultRole?: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor" | null | undefined; readonly isMfa?: boolean | undefined; readonly enabled?: boolean | undefined }; readonly answer: Schemas["OidcConnection"] };
  };
  readonly "/v1/oidc-connections/{connection}": {
    readonly patch: { readonly path: { readonly connection: string }; readonly query: object; readonly header: object; readonly body: { readonly issuer?: string | undefined; readonly clientId?: string | undefined; readonly clientSecret?: string | undefined; readonly domains?: readonly (string)[] | undefined; readonly defaultRole?: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor" | null | undefined; readonly isMfa?: boolean | undefined; readonly enabled?: boolean | undefined }; readonly answer: Schemas["OidcConnection"] };
    readonly delete: { readonly path: { readonly connection: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/tenants/{tenant}/oidc-connections": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly connections: readonly (Schemas["OidcConnection"])[]; readonly redirectUri: string } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly domains: readonly (string)[]; readonly defaultRole?: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor" | null | undefined; readonly isMfa?: boolean | undefined; readonly enabled?: boolean | undefined }; readonly answer: Schemas["OidcConnection"] };
  };
  readonly "/v1/tenants/{tenant}/oidc-connections/{connection}": {
    readonly patch: { readonly path: { readonly tenant: string; readonly connection: string }; readonly query: object; readonly header: object; readonly body: { readonly issuer?: string | undefined; readonly clientId?: string | undefined; readonly clientSecret?: string | undefined; readonly domains?: readonly (string)[] | undefined; readonly defaultRole?: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor" | null | undefined; readonly isMfa?: boolean | undefined; readonly enabled?: boolean | undefined }; readonly answer: Schemas["OidcConnection"] };
    readonly delete: { readonly path: { readonly tenant: string; readonly connection: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/people": {
    readonly get: { readonly path: object; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly people: readonly (Schemas["Person"])[]; readonly next: string | null } };
  };
  readonly "/v1/people/{person}": {
    readonly get: { readonly path: { readonly person: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/invitations": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly invitations: readonly (Schemas["Invitation"])[] } };
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly email: string; readonly name: string; readonly language?: "en" | "fr" | undefined; readonly roles: readonly ("analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor")[] }; readonly answer: { readonly invitation: Schemas["Invitation"]; readonly token: string } };
  };
  readonly "/v1/invitations/{invitation}": {
    readonly delete: { readonly path: { readonly invitation: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/people/{person}/roles": {
    readonly post: { readonly path: { readonly person: string }; readonly query: object; readonly header: object; readonly body: { readonly role: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor"; readonly reason?: string | undefined }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/people/{person}/roles/withdraw": {
    readonly post: { readonly path: { readonly person: string }; readonly query: object; readonly header: object; readonly body: { readonly role: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor"; readonly reason?: string | undefined }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/people/{person}/disabled": {
    readonly post: { readonly path: { readonly person: string }; readonly query: object; readonly header: object; readonly body: { readonly disabled: boolean; readonly reason: string }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/people/{person}/second-factor/reset": {
    readonly post: { readonly path: { readonly person: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/people/{person}/sessions": {
    readonly delete: { readonly path: { readonly person: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/tenants/{tenant}/people": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly people: readonly (Schemas["Person"])[]; readonly next: string | null } };
  };
  readonly "/v1/tenants/{tenant}/invitations": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly invitations: readonly (Schemas["Invitation"])[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly email: string; readonly name: string; readonly language?: "en" | "fr" | undefined; readonly roles: readonly ("analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor")[] }; readonly answer: { readonly invitation: Schemas["Invitation"]; readonly token: string } };
  };
  readonly "/v1/tenants/{tenant}/invitations/{invitation}": {
    readonly delete: { readonly path: { readonly tenant: string; readonly invitation: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/tenants/{tenant}/people/{person}/roles": {
    readonly post: { readonly path: { readonly tenant: string; readonly person: string }; readonly query: object; readonly header: object; readonly body: { readonly role: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor"; readonly reason?: string | undefined }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/tenants/{tenant}/people/{person}/roles/withdraw": {
    readonly post: { readonly path: { readonly tenant: string; readonly person: string }; readonly query: object; readonly header: object; readonly body: { readonly role: "analyst" | "shift_lead" | "engineer" | "service_manager" | "administrator" | "security" | "operations" | "manager" | "auditor"; readonly reason?: string | undefined }; readonly answer: Schemas["Person"] };
  };
  readonly "/v1/keys": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly keys: readonly (Schemas["ApiKey"])[] } };
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly scopes: readonly ("organisation:read" | "organisation:manage" | "setting:read" | "setting:change" | "setting:agree" | "person:read" | "person:manage" | "key:read" | "key:manage" | "sign-in:read" | "sign-in:change" | "journal:read" | "source:read" | "line:read" | "line:reparse" | "sender:adopt" | "event:search" | "event:export" | "integrity:read" | "rule:read" | "rule:change" | "pack:read" | "pack:import" | "drop-rule:read" | "drop-rule:change" | "retro:read" | "retro:run" | "detection:read" | "asset:read" | "asset:import" | "asset:change" | "indicator:read" | "indicator:change" | "alert:read" | "alert:triage" | "alert:qualify" | "incident:read" | "incident:handle" | "incident:qualify" | "request:read" | "request:update")[]; readonly tenant?: string | null | undefined; readonly expiresAt?: string | null | undefined }; readonly answer: { readonly key: Schemas["ApiKey"]; readonly text: string } };
  };
  readonly "/v1/keys/{key}": {
    readonly delete: { readonly path: { readonly key: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly ended: number } };
  };
  readonly "/v1/tenants": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly tenants: readonly (Schemas["Tenant"])[] } };
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly id: string; readonly name: string; readonly retentionDays?: number | undefined }; readonly answer: Schemas["TenantDetail"] };
  };
  readonly "/v1/tenants/{tenant}/sources": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly sources: readonly (Schemas["Source"])[] } };
  };
  readonly "/v1/tenants/{tenant}": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["TenantDetail"] };
    readonly put: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string }; readonly answer: Schemas["TenantDetail"] };
  };
  readonly "/v1/tenants/{tenant}/archive": {
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["TenantDetail"] };
  };
  readonly "/v1/removed-tenants": {
    readonly get: { readonly path: object; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly organisations: readonly (Schemas["TenantDetail"])[]; readonly next: string | null } };
  };
  readonly "/v1/removed-tenants/{removed}/restore": {
    readonly post: { readonly path: { readonly removed: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["TenantDetail"] };
  };
  readonly "/v1/tenants/{tenant}/settings": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly at?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly settings: readonly (Schemas["Setting"])[] } };
  };
  readonly "/v1/tenants/{tenant}/settings/{kind}": {
    readonly get: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions" }; readonly query: { readonly at?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: Schemas["Setting"] };
    readonly put: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions" }; readonly query: object; readonly header: { readonly "if-match"?: string | undefined }; readonly body: { readonly document: Readonly<Record<string, unknown>>; readonly reason: string; readonly from?: string | undefined }; readonly answer: Schemas["SettingVersion"] };
  };
  readonly "/v1/tenants/{tenant}/settings/{kind}/versions": {
    readonly get: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions" }; readonly query: { readonly after?: number | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly versions: readonly (Schemas["SettingVersion"])[]; readonly next: number | null } };
  };
  readonly "/v1/tenants/{tenant}/settings/{kind}/versions/{version}": {
    readonly get: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions"; readonly version: number }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["SettingVersion"] };
  };
  readonly "/v1/tenants/{tenant}/feared-incidents/gaps": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly version: number; readonly rulesetVersion: number; readonly covered: number; readonly accepted: number; readonly gaps: readonly (Schemas["FearedIncidentGap"])[] } };
  };
  readonly "/v1/tenants/{tenant}/settings/{kind}/versions/{version}/agree": {
    readonly post: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions"; readonly version: number }; readonly query: object; readonly header: object; readonly body: { readonly reason?: string | undefined }; readonly answer: Schemas["SettingVersion"] };
  };
  readonly "/v1/tenants/{tenant}/settings/{kind}/versions/{version}/refuse": {
    readonly post: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions"; readonly version: number }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["SettingVersion"] };
  };
  readonly "/v1/tenants/{tenant}/settings/{kind}/versions/{version}/withdraw": {
    readonly post: { readonly path: { readonly tenant: string; readonly kind: "mode-matrix" | "service-hours" | "holidays" | "severity-scale" | "contacts" | "notifications" | "feared-incidents" | "objectives" | "pre-authorised-actions"; readonly version: number }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["SettingVersion"] };
  };
  readonly "/v1/tenants/{tenant}/service-terms": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly category: "vulnerability-exploitation" | "privilege-escalation" | "data-exfiltration" | "malware-spread" | "persistence" | "denial-of-service" | "unauthorised-access" | "identity-theft" | "policy-breach" | "other"; readonly severity: string; readonly at?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: Schemas["ServiceTerms"] };
  };
  readonly "/v1/tenants/{tenant}/second-channel": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["SecondChannelTest"] };
  };
  readonly "/v1/journal": {
    readonly get: { readonly path: object; readonly query: { readonly before?: number | undefined; readonly limit?: number | undefined; readonly who?: string | undefined; readonly action?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly entries: readonly (Schemas["JournalEntry"])[] } };
  };
  readonly "/v1/tenants/{tenant}/journal": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly before?: number | undefined; readonly limit?: number | undefined; readonly who?: string | undefined; readonly action?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly entries: readonly (Schemas["JournalEntry"])[] } };
  };
  readonly "/v1/journal/export": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/tenants/{tenant}/journal/export": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/tenants/{tenant}/changes": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: number | undefined }; readonly header: { readonly "last-event-id"?: number | undefined }; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/rule-packs": {
    readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly packs: readonly (Schemas["RulePack"])[] } };
  };
  readonly "/v1/rule-packs/{pack}/versions": {
    readonly get: { readonly path: { readonly pack: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly versions: readonly (Schemas["RulePackVersion"])[] } };
    readonly post: { readonly path: { readonly pack: string }; readonly query: { readonly source?: string | undefined }; readonly header: object; readonly body: { readonly files: readonly ({ readonly path: string; readonly text: string })[] }; readonly answer: Schemas["RulePackImport"] };
  };
  readonly "/v1/rule-packs/{pack}/versions/{version}": {
    readonly get: { readonly path: { readonly pack: string; readonly version: number }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly version: Schemas["RulePackVersion"]; readonly refused: readonly (Schemas["RefusedRule"])[] } };
  };
  readonly "/v1/rule-packs/{pack}/diff": {
    readonly get: { readonly path: { readonly pack: string }; readonly query: { readonly from: number; readonly to: number }; readonly header: object; readonly body: undefined; readonly answer: Schemas["RulePackDifference"] };
  };
  readonly "/v1/rule-packs/{pack}/archives": {
    readonly post: { readonly path: { readonly pack: string }; readonly query: { readonly source?: string | undefined }; readonly header: object; readonly body: Uint8Array<ArrayBuffer>; readonly answer: Schemas["RulePackImport"] };
  };
  readonly "/v1/tenants/{tenant}/rule-packs": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly packs: readonly (Schemas["TenantRulePack"])[] } };
  };
  readonly "/v1/tenants/{tenant}/rule-packs/{pack}": {
    readonly put: { readonly path: { readonly tenant: string; readonly pack: string }; readonly query: object; readonly header: object; readonly body: { readonly enabled: boolean; readonly minimumStatus?: "experimental" | "test" | "stable" | null | undefined; readonly minimumLevel?: "informational" | "low" | "medium" | "high" | "critical" | null | undefined; readonly reason: string }; readonly answer: Schemas["TenantRulePack"] };
  };
  readonly "/v1/tenants/{tenant}/rules": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly on?: "true" | "false" | undefined; readonly pack?: string | undefined; readonly search?: string | undefined; readonly offset?: number | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly version: number; readonly total: number; readonly on: number; readonly rules: readonly (Schemas["TenantRule"])[] } };
  };
  readonly "/v1/tenants/{tenant}/rules/active": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly at?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: Schemas["ActiveRules"] };
  };
  readonly "/v1/tenants/{tenant}/rules/{rule}/switch": {
    readonly put: { readonly path: { readonly tenant: string; readonly rule: string }; readonly query: object; readonly header: object; readonly body: { readonly state: "on" | "off" | "default"; readonly reason: string; readonly from?: string | undefined; readonly until?: string | undefined }; readonly answer: Schemas["RuleSwitch"] };
  };
  readonly "/v1/tenants/{tenant}/rules/{rule}/switches": {
    readonly get: { readonly path: { readonly tenant: string; readonly rule: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly switches: readonly (Schemas["RuleSwitch"])[] } };
  };
  readonly "/v1/tenants/{tenant}/own-rules": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly rules: readonly (Schemas["OwnRule"])[] } };
  };
  readonly "/v1/tenants/{tenant}/own-rules/{path}": {
    readonly get: { readonly path: { readonly tenant: string; readonly path: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly rules: readonly (Schemas["OwnRule"])[] } };
    readonly put: { readonly path: { readonly tenant: string; readonly path: string }; readonly query: object; readonly header: object; readonly body: { readonly text: string; readonly reason: string }; readonly answer: Schemas["OwnRule"] };
  };
  readonly "/v1/tenants/{tenant}/own-rules/{path}/withdraw": {
    readonly post: { readonly path: { readonly tenant: string; readonly path: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["OwnRule"] };
  };
  readonly "/v1/tenants/{tenant}/drop-rules": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly rules: readonly (Schemas["DropRule"])[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly source?: string | null | undefined; readonly rule: string; readonly reason: string; readonly from?: string | undefined; readonly until?: string | undefined }; readonly answer: Schemas["DropRule"] };
  };
  readonly "/v1/tenants/{tenant}/drop-rules/{id}": {
    readonly get: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly rules: readonly (Schemas["DropRule"])[] } };
    readonly put: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly source?: string | null | undefined; readonly rule: string; readonly reason: string; readonly from?: string | undefined; readonly until?: string | undefined }; readonly answer: Schemas["DropRule"] };
  };
  readonly "/v1/tenants/{tenant}/drop-rules/{id}/retire": {
    readonly post: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["DropRule"] };
  };
  readonly "/v1/tenants/{tenant}/assets": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly text?: string | undefined; readonly kind?: "server" | "workstation" | "virtual_machine" | "container" | "cloud_resource" | "network_device" | "security_device" | "storage" | "mobile" | "printer" | "iot" | "industrial" | "application" | "database" | "other" | undefined; readonly criticality?: number | undefined; readonly environment?: "production" | "preproduction" | "test" | "development" | "training" | "recovery" | undefined; readonly exposure?: "internet" | "partner" | "internal" | "isolated" | undefined; readonly lifecycle?: "planned" | "in_service" | "in_maintenance" | "in_stock" | "retired" | undefined; readonly team?: string | undefined; readonly service?: string | undefined; readonly tag?: string | undefined; readonly stale?: "true" | "false" | undefined; readonly address?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly assets: readonly (Schemas["Asset"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly kind?: "server" | "workstation" | "virtual_machine" | "container" | "cloud_resource" | "network_device" | "security_device" | "storage" | "mobile" | "printer" | "iot" | "industrial" | "application" | "database" | "other" | undefined; readonly serial?: string | undefined; readonly os?: string | undefined; readonly team?: string | undefined; readonly contact?: string | undefined; readonly criticality?: number | undefined; readonly environment?: "production" | "preproduction" | "test" | "development" | "training" | "recovery" | undefined; readonly location?: string | undefined; readonly exposure?: "internet" | "partner" | "internal" | "isolated" | undefined; readonly lifecycle?: "planned" | "in_service" | "in_maintenance" | "in_stock" | "retired" | undefined; readonly names?: readonly (string)[] | undefined; readonly addresses?: readonly ({ readonly ip: string; readonly zone?: string | null | undefined; readonly from?: string | null | undefined; readonly until?: string | null | undefined })[] | undefined; readonly macs?: readonly (string)[] | undefined; readonly tags?: readonly (string)[] | undefined; readonly services?: readonly (string)[] | undefined; readonly externalIds?: readonly (string)[] | undefined; readonly reason?: string | undefined }; readonly answer: Schemas["AssetDetail"] };
  };
  readonly "/v1/tenants/{tenant}/assets/{asset}": {
    readonly get: { readonly path: { readonly tenant: string; readonly asset: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["AssetDetail"] };
    readonly patch: { readonly path: { readonly tenant: string; readonly asset: string }; readonly query: object; readonly header: object; readonly body: { readonly set: { readonly name?: string | null | undefined; readonly kind?: "server" | "workstation" | "virtual_machine" | "container" | "cloud_resource" | "network_device" | "security_device" | "storage" | "mobile" | "printer" | "iot" | "industrial" | "application" | "database" | "other" | null | undefined; readonly serial?: string | null | undefined; readonly os?: string | null | undefined; readonly team?: string | null | undefined; readonly contact?: string | null | undefined; readonly criticality?: number | null | undefined; readonly environment?: "production" | "preproduction" | "test" | "development" | "training" | "recovery" | null | undefined; readonly location?: string | null | undefined; readonly exposure?: "internet" | "partner" | "internal" | "isolated" | null | undefined; readonly lifecycle?: "planned" | "in_service" | "in_maintenance" | "in_stock" | "retired" | null | undefined; readonly names?: readonly (string)[] | null | undefined; readonly addresses?: readonly ({ readonly ip: string; readonly zone?: string | null | undefined; readonly from?: string | null | undefined; readonly until?: string | null | undefined })[] | null | undefined; readonly macs?: readonly (string)[] | null | undefined; readonly tags?: readonly (string)[] | null | undefined; readonly services?: readonly (string)[] | null | undefined; readonly externalIds?: readonly (string)[] | null | undefined }; readonly reason?: string | undefined }; readonly answer: Schemas["AssetDetail"] };
  };
  readonly "/v1/tenants/{tenant}/assets/{asset}/retire": {
    readonly post: { readonly path: { readonly tenant: string; readonly asset: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["AssetDetail"] };
  };
  readonly "/v1/tenants/{tenant}/assets/{asset}/history": {
    readonly get: { readonly path: { readonly tenant: string; readonly asset: string }; readonly query: { readonly before?: number | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly changes: readonly (Schemas["AssetChange"])[]; readonly next: number | null } };
  };
  readonly "/v1/tenants/{tenant}/asset-imports": {
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly source: string; readonly sourceKind?: "itsm" | "csv" | "logs" | undefined; readonly fileName: string; readonly file: string; readonly mapping: Schemas["ImportMappingInput"]; readonly dryRun?: boolean | undefined; readonly allowShrink?: boolean | undefined }; readonly answer: Schemas["AssetImport"] };
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly imports: readonly (Schemas["AssetImport"])[]; readonly next: string | null } };
  };
  readonly "/v1/tenants/{tenant}/asset-imports/{import}": {
    readonly get: { readonly path: { readonly tenant: string; readonly import: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["AssetImport"] };
  };
  readonly "/v1/tenants/{tenant}/asset-imports/{import}/rows": {
    readonly get: { readonly path: { readonly tenant: string; readonly import: string }; readonly query: { readonly kind?: "added" | "changed" | "stale" | "revived" | "refused" | "conflict" | undefined; readonly after?: number | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly changes: readonly (Schemas["AssetChange"])[]; readonly next: number | null } };
  };
  readonly "/v1/tenants/{tenant}/teams": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly teams: readonly (Schemas["Team"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly contact?: string | null | undefined; readonly email?: string | null | undefined; readonly phone?: string | null | undefined; readonly itsmName?: string | null | undefined }; readonly answer: Schemas["Team"] };
  };
  readonly "/v1/tenants/{tenant}/teams/{id}": {
    readonly put: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly contact?: string | null | undefined; readonly email?: string | null | undefined; readonly phone?: string | null | undefined; readonly itsmName?: string | null | undefined }; readonly answer: Schemas["Team"] };
    readonly delete: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Team"] };
  };
  readonly "/v1/tenants/{tenant}/zones": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly zones: readonly (Schemas["Zone"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly description?: string | null | undefined }; readonly answer: Schemas["Zone"] };
  };
  readonly "/v1/tenants/{tenant}/zones/{id}": {
    readonly put: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly description?: string | null | undefined }; readonly answer: Schemas["Zone"] };
    readonly delete: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Zone"] };
  };
  readonly "/v1/tenants/{tenant}/networks": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined; readonly zone?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly networks: readonly (Schemas["Network"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly zone: string; readonly cidr: string; readonly meaning: string; readonly isInternal: boolean }; readonly answer: Schemas["Network"] };
  };
  readonly "/v1/tenants/{tenant}/networks/{id}": {
    readonly put: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly zone: string; readonly cidr: string; readonly meaning: string; readonly isInternal: boolean }; readonly answer: Schemas["Network"] };
    readonly delete: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Network"] };
  };
  readonly "/v1/tenants/{tenant}/services": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly services: readonly (Schemas["BusinessService"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly description?: string | null | undefined; readonly criticality?: number | undefined; readonly team?: string | null | undefined; readonly contact?: string | null | undefined }; readonly answer: Schemas["BusinessService"] };
  };
  readonly "/v1/tenants/{tenant}/services/{id}": {
    readonly put: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly description?: string | null | undefined; readonly criticality?: number | undefined; readonly team?: string | null | undefined; readonly contact?: string | null | undefined }; readonly answer: Schemas["BusinessService"] };
    readonly delete: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["BusinessService"] };
  };
  readonly "/v1/tenants/{tenant}/relations": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined; readonly asset?: string | undefined; readonly service?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly relations: readonly (Schemas["AssetRelation"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly type: "runs_on" | "depends_on" | "part_of" | "connects_to" | "backed_up_by"; readonly from: { readonly asset?: string | null | undefined; readonly service?: string | null | undefined }; readonly to: { readonly asset?: string | null | undefined; readonly service?: string | null | undefined } }; readonly answer: Schemas["AssetRelation"] };
  };
  readonly "/v1/tenants/{tenant}/relations/{id}": {
    readonly delete: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["AssetRelation"] };
  };
  readonly "/v1/tenants/{tenant}/maintenance-windows": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly windows: readonly (Schemas["MaintenanceWindow"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly title: string; readonly startsAt: string; readonly endsAt: string; readonly assets?: readonly (string)[] | undefined; readonly services?: readonly (string)[] | undefined; readonly tags?: readonly (string)[] | undefined; readonly reason: string }; readonly answer: Schemas["MaintenanceWindow"] };
  };
  readonly "/v1/tenants/{tenant}/maintenance-windows/{id}/cancel": {
    readonly post: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["MaintenanceWindow"] };
  };
  readonly "/v1/tenants/{tenant}/accounts-of-interest": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly after?: string | undefined; readonly limit?: number | undefined; readonly kind?: "privileged" | "service" | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly accounts: readonly (Schemas["AccountOfInterest"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly forms?: readonly (string)[] | undefined; readonly kind: "privileged" | "service"; readonly asset?: string | null | undefined; readonly owner?: string | null | undefined; readonly note?: string | null | undefined }; readonly answer: Schemas["AccountOfInterest"] };
  };
  readonly "/v1/tenants/{tenant}/accounts-of-interest/{id}": {
    readonly put: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly forms?: readonly (string)[] | undefined; readonly kind: "privileged" | "service"; readonly asset?: string | null | undefined; readonly owner?: string | null | undefined; readonly note?: string | null | undefined }; readonly answer: Schemas["AccountOfInterest"] };
  };
  readonly "/v1/tenants/{tenant}/accounts-of-interest/{id}/retire": {
    readonly post: { readonly path: { readonly tenant: string; readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["AccountOfInterest"] };
  };
  readonly "/v1/tenants/{tenant}/cmdb-settings": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["CmdbSettings"] };
    readonly put: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: Schemas["CmdbSettingsInput"]; readonly answer: Schemas["CmdbSettings"] };
  };
  readonly "/v1/tenants/{tenant}/indicator-lists": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly withdrawn?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly lists: readonly (Schemas["IndicatorList"])[]; readonly next: string | null } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly source: string; readonly format: "csv" | "misp" | "stix"; readonly mapping?: Schemas["IndicatorMappingInput"] | undefined; readonly tlp?: "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED" | undefined; readonly confidence?: number | undefined; readonly validUntil?: string | undefined; readonly withSubdomains?: boolean | undefined; readonly fileName: string; readonly file: string }; readonly answer: Schemas["IndicatorList"] };
  };
  readonly "/v1/tenants/{tenant}/indicator-lists/{list}": {
    readonly get: { readonly path: { readonly tenant: string; readonly list: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["IndicatorList"] };
  };
  readonly "/v1/tenants/{tenant}/indicator-lists/{list}/indicators": {
    readonly get: { readonly path: { readonly tenant: string; readonly list: string }; readonly query: { readonly value?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly indicators: readonly (Schemas["Indicator"])[]; readonly next: string | null } };
  };
  readonly "/v1/tenants/{tenant}/indicator-lists/{list}/withdraw": {
    readonly post: { readonly path: { readonly tenant: string; readonly list: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string; readonly value?: string | undefined }; readonly answer: Schemas["IndicatorList"] };
  };
  readonly "/v1/indicator-lists": {
    readonly get: { readonly path: object; readonly query: { readonly withdrawn?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly lists: readonly (Schemas["IndicatorList"])[]; readonly next: string | null } };
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: { readonly name: string; readonly source: string; readonly format: "csv" | "misp" | "stix"; readonly mapping?: Schemas["IndicatorMappingInput"] | undefined; readonly tlp?: "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED" | undefined; readonly confidence?: number | undefined; readonly validUntil?: string | undefined; readonly withSubdomains?: boolean | undefined; readonly fileName: string; readonly file: string }; readonly answer: Schemas["IndicatorList"] };
  };
  readonly "/v1/indicator-lists/{list}": {
    readonly get: { readonly path: { readonly list: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["IndicatorList"] };
  };
  readonly "/v1/indicator-lists/{list}/indicators": {
    readonly get: { readonly path: { readonly list: string }; readonly query: { readonly value?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly indicators: readonly (Schemas["Indicator"])[]; readonly next: string | null } };
  };
  readonly "/v1/indicator-lists/{list}/withdraw": {
    readonly post: { readonly path: { readonly list: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string; readonly value?: string | undefined }; readonly answer: Schemas["IndicatorList"] };
  };
  readonly "/v1/tenants/{tenant}/events/search": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined; readonly timeoutMs?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly events: readonly ({ readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string })[]; readonly next: string | null; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined; readonly timeoutMs?: number | undefined }; readonly answer: { readonly events: readonly ({ readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string })[]; readonly next: string | null; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
  };
  readonly "/v1/tenants/{tenant}/events/histogram": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly intervalMs?: number | undefined; readonly timeoutMs?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly intervalMs: number; readonly bars: readonly ({ readonly time: string; readonly count: number })[]; readonly total: number; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly intervalMs?: number | undefined; readonly timeoutMs?: number | undefined }; readonly answer: { readonly intervalMs: number; readonly bars: readonly ({ readonly time: string; readonly count: number })[]; readonly total: number; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
  };
  readonly "/v1/tenants/{tenant}/events/top": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly field: string; readonly limit?: number | undefined; readonly timeoutMs?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly field: string; readonly values: readonly ({ readonly value: string; readonly count: number })[]; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly field: string; readonly limit?: number | undefined; readonly timeoutMs?: number | undefined }; readonly answer: { readonly field: string; readonly values: readonly ({ readonly value: string; readonly count: number })[]; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
  };
  readonly "/v1/tenants/{tenant}/events/fields": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly timeoutMs?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly total: number; readonly sampled: number; readonly fields: readonly ({ readonly name: string; readonly type: string; readonly count: number; readonly column: boolean })[]; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly timeoutMs?: number | undefined }; readonly answer: { readonly total: number; readonly sampled: number; readonly fields: readonly ({ readonly name: string; readonly type: string; readonly count: number; readonly column: boolean })[]; readonly complete: boolean; readonly coveredSince: string; readonly looked: number; readonly notes: readonly (string)[] } };
  };
  readonly "/v1/tenants/{tenant}/events/around": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly id: string; readonly by?: "host" | "source" | "all" | undefined; readonly before?: number | undefined; readonly after?: number | undefined; readonly timeoutMs?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly event: { readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string }; readonly before: readonly ({ readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string })[]; readonly after: readonly ({ readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string })[] } };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly id: string; readonly by?: "host" | "source" | "all" | undefined; readonly before?: number | undefined; readonly after?: number | undefined; readonly timeoutMs?: number | undefined }; readonly answer: { readonly event: { readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string }; readonly before: readonly ({ readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string })[]; readonly after: readonly ({ readonly id: string; readonly time: string; readonly arrived: string; readonly source: string; readonly collector: string; readonly technology: string; readonly event: Readonly<Record<string, unknown>>; readonly line: string })[] } };
  };
  readonly "/v1/tenants/{tenant}/events/export": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly format?: "ndjson" | "csv" | undefined; readonly fields?: readonly (string)[] | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: Response };
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly query?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined; readonly format?: "ndjson" | "csv" | undefined; readonly fields?: readonly (string)[] | undefined; readonly limit?: number | undefined }; readonly answer: Response };
  };
  readonly "/v1/tenants/{tenant}/events/indicators": {
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly indicators: readonly ({ readonly kind?: "md5" | "sha1" | "sha256" | "imphash" | "file-name" | "file-path" | "file-size" | "file-extension" | "file-type" | "ip" | "domain" | "url" | "user-agent" | "email-from" | "email-to" | "email-subject" | "email-attachment" | "email-message-id" | "x509-subject" | "x509-issuer" | "x509-serial" | "x509-fingerprint" | "ja3" | undefined; readonly values: readonly (string)[] })[]; readonly since?: string | undefined; readonly until?: string | undefined; readonly timeoutMs?: number | undefined }; readonly answer: { readonly hits: readonly ({ readonly kind: "md5" | "sha1" | "sha256" | "imphash" | "file-name" | "file-path" | "file-size" | "file-extension" | "file-type" | "ip" | "domain" | "url" | "user-agent" | "email-from" | "email-to" | "email-subject" | "email-attachment" | "email-message-id" | "x509-subject" | "x509-issuer" | "x509-serial" | "x509-fingerprint" | "ja3"; readonly value: string; readonly field: string; readonly count: number; readonly first: string; readonly last: string; readonly hosts: readonly (string)[] })[]; readonly kinds: readonly ({ readonly kind: "md5" | "sha1" | "sha256" | "imphash" | "file-name" | "file-path" | "file-size" | "file-extension" | "file-type" | "ip" | "domain" | "url" | "user-agent" | "email-from" | "email-to" | "email-subject" | "email-attachment" | "email-message-id" | "x509-subject" | "x509-issuer" | "x509-serial" | "x509-fingerprint" | "ja3"; readonly values: number; readonly found: number; readonly ms: number; readonly complete: boolean })[]; readonly refused: readonly ({ readonly value: string; readonly reason: string })[] } };
  };
  readonly "/v1/tenants/{tenant}/collection/hours": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly since?: string | undefined; readonly until?: string | undefined; readonly source?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly hours: readonly (Schemas["CollectionHour"])[] } };
  };
  readonly "/v1/tenants/{tenant}/collection/days": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly since?: string | undefined; readonly until?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly fields: readonly ({ readonly source: string; readonly day: string; readonly field: string; readonly events: number; readonly clashes: number })[]; readonly technologies: readonly ({ readonly source: string; readonly day: string; readonly technology: string; readonly labelled: string | null; readonly events: number })[] } };
  };
  readonly "/v1/tenants/{tenant}/collection/sources": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: { readonly sources: readonly (Schemas["SourceStatus"])[] } };
  };
  readonly "/v1/tenants/{tenant}/detections": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly since?: string | undefined; readonly until?: string | undefined; readonly rule?: string | undefined; readonly level?: readonly ("informational" | "low" | "medium" | "high" | "critical")[] | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly detections: readonly (Schemas["Detection"])[]; readonly next: string | null } };
  };
  readonly "/v1/tenants/{tenant}/detections/{detection}": {
    readonly get: { readonly path: { readonly tenant: string; readonly detection: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["Detection"] };
  };
  readonly "/v1/tenants/{tenant}/quarantine/groups": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly since?: string | undefined; readonly until?: string | undefined; readonly source?: string | undefined; readonly reason?: string | undefined; readonly shape?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly groups: readonly (Schemas["QuarantineGroup"])[]; readonly complete: boolean } };
  };
  readonly "/v1/tenants/{tenant}/quarantine/lines": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly since?: string | undefined; readonly until?: string | undefined; readonly source?: string | undefined; readonly reason?: string | undefined; readonly shape?: string | undefined; readonly limit?: number | undefined; readonly cursor?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly lines: readonly (Schemas["QuarantinedLine"])[]; readonly next: string | null } };
  };
  readonly "/v1/tenants/{tenant}/quarantine/reparse": {
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly since?: string | undefined; readonly until?: string | undefined; readonly source?: string | undefined; readonly reason?: string | undefined; readonly shape?: string | undefined; readonly dryRun?: boolean | undefined }; readonly answer: Response };
  };
  readonly "/v1/unclaimed": {
    readonly get: { readonly path: object; readonly query: { readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly senders: readonly (Schemas["UnclaimedSender"])[] } };
  };
  readonly "/v1/unclaimed/adopt": {
    readonly post: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/tenants/{tenant}/verify": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/tenants/{tenant}/digests": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };
  };
  readonly "/v1/removed-tenants/{id}/erase": {
    readonly post: { readonly path: { readonly id: string }; readonly query: object; readonly header: object; readonly body: { readonly reason: string }; readonly answer: Schemas["Erasure"] };
  };
  readonly "/v1/tenants/{tenant}/retro-runs": {
    readonly post: { readonly path: { readonly tenant: string }; readonly query: object; readonly header: object; readonly body: { readonly rule: { readonly text: string; readonly path?: string | undefined } | { readonly keys: readonly (string)[]; readonly pack?: string | undefined }; readonly since: string; readonly until?: string | undefined; readonly raise?: boolean | undefined }; readonly answer: Schemas["RetroRun"] };
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly limit?: number | undefined; readonly after?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly runs: readonly ({ readonly id: string; readonly title: string; readonly wanted: readonly (string)[]; readonly since: string; readonly until: string; readonly raise: boolean; readonly state: "waiting" | "running" | "done" | "failed" | "cancelled"; readonly askedBy: string; readonly askedAt: string; readonly startedAt: string | null; readonly endedAt: string | null; readonly progress: { readonly scanned: number; readonly matched: number; readonly total: number | null }; readonly error: string | null })[]; readonly next: string | null } };
  };
  readonly "/v1/tenants/{tenant}/retro-runs/{run}": {
    readonly get: { readonly path: { readonly tenant: string; readonly run: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["RetroRun"] };
  };
  readonly "/v1/tenants/{tenant}/retro-runs/{run}/events": {
    readonly get: { readonly path: { readonly tenant: string; readonly run: string }; readonly query: { readonly limit?: number | undefined; readonly cursor?: string | undefined }; readonly header: object; readonly body: undefined; readonly answer: Schemas["RetroEventList"] };
  };
  readonly "/v1/tenants/{tenant}/retro-runs/{run}/cancel": {
    readonly post: { readonly path: { readonly tenant: string; readonly run: string }; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Schemas["RetroRun"] };
  };
  readonly "/v1/tenants/{tenant}/asset-coverage": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly days?: number | undefined; readonly recentDays?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: Schemas["Coverage"] };
  };
  readonly "/v1/tenants/{tenant}/asset-coverage/unknown-hosts": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly days?: number | undefined; readonly recentDays?: number | undefined; readonly source?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly hosts: readonly ({ readonly host: string; readonly events: number; readonly isRecent: boolean; readonly sources: readonly ({ readonly source: string; readonly events: number })[] })[]; readonly next: string | null; readonly complete: boolean } };
  };
  readonly "/v1/tenants/{tenant}/asset-coverage/unseen-assets": {
    readonly get: { readonly path: { readonly tenant: string }; readonly query: { readonly days?: number | undefined; readonly recentDays?: number | undefined; readonly state?: "never" | "quiet" | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }; readonly header: object; readonly body: undefined; readonly answer: { readonly assets: readonly ({ readonly id: string; readonly name: string; readonly kind: string; readonly criticality: number; readonly environment: string | null; readonly team: string | null; readonly state: "never" | "quiet" })[]; readonly next: string | null; readonly complete: boolean } };
  };
};
