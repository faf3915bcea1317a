import fc from "fast-check";
import { expect, test } from "vitest";
import { eventsFromFields, eventsFromJson } from "./index.ts";

const source = { path: "a.json", record: 1 };
const only = (record: unknown) => {
  const events = eventsFromJson(record, undefined, source);
  expect(events).toHaveLength(1);
  return events[0]!;
};

test.each([
  // what                     record                                                                               product    channel
  ["Zeek",                    { _path: "dns", ts: 1767322800.1, query: "a.example" },                              "zeek",    "dns"],
  ["Zeek without _path",      { ts: 1767322800.1, uid: "C1", "id.orig_h": "10.0.0.1", conn_state: "SF" },          "zeek",    "conn"],
  ["Zeek from Corelight",     { "@proc": "zeek", "@stream": "http", ts: 1, id_orig_h: "10.0.0.1" },                "zeek",    "http"],
  ["Suricata",                { event_type: "alert", timestamp: "2026-01-02T03:04:05+0000", src_ip: "10.0.0.1" },  "suricata", "alert"],
  ["CloudTrail",              { eventSource: "s3.amazonaws.com", eventName: "GetObject", eventID: "1", eventTime: "2026-01-02T03:04:05Z" }, "aws", "cloudtrail"],
  ["EventBridge",             { "detail-type": "AWS API Call via CloudTrail", detail: { eventSource: "iam.amazonaws.com", eventName: "CreateUser", eventID: "1" } }, "aws", "cloudtrail"],
  ["an Entra sign-in",        { time: "2026-01-02T03:04:05Z", category: "SignInLogs", resultType: "50126", properties: {} }, "azure", "signinlogs"],
  ["a Graph sign-in",         { createdDateTime: "2026-01-02T03:04:05Z", userPrincipalName: "a@b.example", appDisplayName: "X" }, "azure", "signinlogs"],
  ["an Entra audit record",   { time: "2026-01-02T03:04:05Z", category: "AuditLogs", operationName: "Add user", properties: {} }, "azure", "auditlogs"],
  ["Azure activity",          { time: "2026-01-02T03:04:05Z", category: "Administrative", operationName: "MICROSOFT.X/DELETE", resourceId: "/S" }, "azure", "activitylogs"],
  ["a risk",                  { riskEventType: "leakedCredentials", detectedDateTime: "2026-01-02T03:04:05Z" },    "azure",   "riskdetection"],
  ["a PIM alert",             { riskEventType: "staleSignInAlertIncident" },                                       "azure",   "pim"],
  ["Microsoft 365",           { CreationTime: "2026-01-02T03:04:05", Operation: "New-InboxRule", Workload: "Exchange" }, "m365", "audit"],
  ["a 365 export",            { RecordType: 1, Operation: "X", AuditData: '{"Operation":"New-InboxRule","Workload":"Exchange"}' }, "m365", "audit"],
  ["Google Cloud",            { logName: "x", timestamp: "2026-01-02T03:04:05Z", protoPayload: { methodName: "v1.x", serviceName: "iam.googleapis.com" } }, "gcp", "gcp.audit"],
  ["Pub/Sub",                 { data: { protoPayload: { methodName: "v1.x" } } },                                  "gcp",     "gcp.audit"],
  ["Google Workspace",        { kind: "admin#reports#activity", id: { applicationName: "admin", time: "2026-01-02T03:04:05Z" }, events: [{ name: "ASSIGN_ROLE" }] }, "gcp", "google_workspace.admin"],
  ["Okta",                    { eventType: "user.session.start", published: "2026-01-02T03:04:05Z", actor: {} },   "okta",    "okta"],
  ["GitHub",                  { action: "repo.destroy", actor: "eve", "@timestamp": 1767322800000 },               "github",  "audit"],
  ["Bitbucket",               { auditType: { action: "Project created", category: "Projects" } },                  "bitbucket", "audit"],
  ["OneLogin",                { event_type_id: 532, created_at: "2026-01-02T03:04:05Z" },                          "onelogin", "onelogin.events"],
  ["OpenCanary",              { logtype: 4002, node_id: "c1", utc_time: "2026-01-02 03:04:05" },                   "opencanary", ""],
  ["Duo",                     { txid: "1", factor: "push", reason: "anonymous_ip" },                               "cisco",   "duo"],
  ["Kubernetes",              { kind: "Event", apiVersion: "audit.k8s.io/v1", verb: "list", objectRef: { resource: "secrets" } }, "kubernetes", "audit"],
  ["Sysmon for Linux",        { winlog: { channel: "Linux-Sysmon/Operational", event_id: 1, event_data: { Image: "/bin/sh" } } }, "linux", "Linux-Sysmon/Operational"],
  ["RPC Firewall",            { EventID: 3, Channel: "RPCFW", InterfaceUuid: "x", OpNum: "1" },                    "rpc_firewall", "RPCFW"],
  ["a macOS sensor",          { "@timestamp": "2026-01-02T03:04:05Z", host: { os: { type: "macos" } }, event: { category: ["process"], type: ["start"] } }, "macos", "ecs"],
  ["eslogger",                { schema_version: 1, event_type: 9, process: {}, event: { exec: { args: ["ls", "-l"] } } }, "macos", "eslogger"],
  ["journald",                { __REALTIME_TIMESTAMP: "1767322800000000", SYSLOG_IDENTIFIER: "sshd", MESSAGE: "x" }, "linux", "sshd"],
  ["a W3C proxy row",         { "cs-method": "GET", "c-uri": "http://a.example/", "r-dns": "a.example" },           "w3c",     "proxy"],
  ["an IIS row",              { "cs-method": "GET", "cs-uri-stem": "/", "sc-win32-status": "0" },                   "windows", "iis"],
  ["ECS around CloudTrail",   { "@timestamp": "x", event: { original: '{"eventSource":"a","eventName":"b","eventID":"c"}' } }, "aws", "cloudtrail"],
  ["Docker around a syslog line", { log: "Jan  2 03:04:05 web1 sshd[1]: Invalid user eve from 203.0.113.9", stream: "stdout" }, "linux", "sshd"],
  ["something else",          { a: 1 },                                                                            "",        ""],
])("%s", (_, record, product, channel) => {
  expect(only(record)).toMatchObject({ product, channel });
});

test("an envelope's items are events of their own", () => {
  const item = (eventName: string) => ({ eventSource: "iam.amazonaws.com", eventName, eventID: eventName });
  const events = eventsFromJson({ Records: [item("a"), item("b")] }, "{…}", source);
  expect(events.map((event) => [event.code, event.json])).toEqual([["a", undefined], ["b", undefined]]);
});

test("fields are the parsed record itself", () => {
  const record = { EventID: 4104, Channel: "Microsoft-Windows-PowerShell/Operational", ScriptBlockText: "x" };
  expect(only(record).fields).toBe(record);
});

test("an exporter's @timestamp stands in for a lost time", () => {
  expect(only({ eventSource: "a", eventName: "b", eventID: "c", "@timestamp": "2026-01-02T03:04:05Z" }).time).toBe("2026-01-02T03:04:05Z");
});

test("rows of a table are recognised like records", () => {
  const fields = { Id: "4624", LogName: "Security", ProviderName: "Microsoft-Windows-Security-Auditing", MachineName: "dc1", TimeCreated: "2026-01-02 03:04:05" };
  expect(eventsFromFields(fields, source)).toMatchObject([{ product: "windows", channel: "Security", code: "4624", host: "dc1" }]);
});

test("a row of a Zeek table is told by its log's name", () => {
  expect(eventsFromFields({ ts: "1767322800.1", host: "10.0.0.1" }, source, { product: "zeek", channel: "known_hosts" })).toMatchObject([{ product: "zeek", channel: "known_hosts" }]);
});

test("Kubernetes' pod gives the short names that rules ask for", () => {
  const spec = { volumes: [{ hostPath: { path: "/" } }], containers: [{ securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }] };
  expect(only({ auditID: "1", verb: "create", requestObject: { spec } }).fields).toMatchObject({ hostPath: ["/"], capabilities: ["SYS_ADMIN"] });
});

// Names that some shape looks for, so that arbitrary records reach the shapes' insides.
const name = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.constantFrom(
    "__proto__", "constructor", "EventID", "Channel", "winlog", "event_data", "user_data", "Event", "System", "EventData", "UserData", "Data", "#text", "#attributes", "param1",
    "event_id", "log_name", "Id", "Message", "Payload", "EventId", "ts", "uid", "_path", "Records", "records", "logEvents", "detail", "detail-type", "eventSource", "eventName",
    "eventID", "category", "operationName", "properties", "AuditData", "RecordType", "Operation", "protoPayload", "data", "kind", "events", "id", "parameters", "auditID", "verb",
    "requestObject", "spec", "volumes", "auditType", "event", "original", "message", "log", "host", "os", "type", "MESSAGE", "SYSLOG_IDENTIFIER", "schema_version", "process",
    "event_type", "exec", "args", "cs-method", "date", "time", "TimeCreated", "value", "@odata.context", "http", "url", "uri",
  ),
);
const text = fc.oneof(fc.string(), fc.constantFrom("audit.k8s.io/v1", "admin#reports#activity", "SignInLogs", "linux", "{}", "[1]", "<Event>", "type=EXECVE msg=audit(1:2): a0=61"));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, text, fc.integer(), fc.constant(null), fc.boolean(), fc.array(tie("value"), { maxLength: 3 }), tie("record")),
  record: fc.array(fc.tuple(name, tie("value")), { maxLength: 6 }).map((pairs) => Object.defineProperties({}, Object.fromEntries(
    pairs.map(([key, entry]) => [key, { value: entry, enumerable: true, configurable: true, writable: true }]),
  ))),
}));

test("any JSON gives at least one event, and nobody's prototype changes", () => {
  fc.assert(fc.property(value, (json) => {
    const events = eventsFromJson(JSON.parse(JSON.stringify(json)), undefined, source);
    const isEmptyList = Array.isArray(json) && json.length === 0;
    expect(events.length).toBeGreaterThanOrEqual(isEmptyList ? 0 : 1);
    for (const event of events) {
      expect(typeof event.product + typeof event.channel).toBe("stringstring");
      expect(Object.getPrototypeOf(event.fields)).toBe(Object.prototype);
    }
  }), { numRuns: 2000 });
});

test("deep nesting ends", () => {
  const deep = (open: string, close: string) => JSON.parse(open.repeat(20_000) + "1" + close.repeat(20_000)) as unknown;
  expect(eventsFromJson(deep("[", "]"), undefined, source)).toHaveLength(1);
  expect(eventsFromJson(deep('{"event":', "}"), undefined, source)).toHaveLength(1);
  expect(eventsFromJson(deep('{"Records":[', "]}"), undefined, source)).toHaveLength(1);
});

test.each([
  ["the envelope's, which has a zone", { "@timestamp": "2026-01-02T02:04:06Z" }, "2026-01-02T02:04:06Z"],
  ["the line's, in the last year that can be", {}, "2025-12-31T03:04:05"],
])("a carried line without year has a time: %s", (_, envelope, want) => {
  const record = { ...envelope, message: "Dec 31 03:04:05 web1 sshd[8]: Failed password for eve from 203.0.113.9 port 4022 ssh2" };
  const events = eventsFromJson(record, "{…}", source, { latestMs: Date.parse("2026-01-02T00:00:00Z") });
  expect(events.map(({ time }) => time)).toEqual([want]);
});

test("Log Analytics' dynamic columns are opened, and left alone where they hold no JSON", () => {
  const record = { TimeGenerated: "2026-01-02T03:04:05Z", Type: "AuditLogs", InitiatedBy: '{"user":{"id":"u"}}', TargetResources: "[not JSON" };
  const [event] = eventsFromJson(record, "{…}", source);
  expect(event).toMatchObject({ channel: "auditlogs", json: undefined, fields: { InitiatedBy: { user: { id: "u" } }, TargetResources: "[not JSON" } });
});

test("what a 365 sign-in's extended properties say has its name, but not another's", () => {
  const record = { Operation: "UserLoggedIn", Workload: "AzureActiveDirectory", UserAgent: "own", ExtendedProperties: [{ Name: "RequestType", Value: "OAuth2:Token" }, { Name: "UserAgent", Value: "other" }, { Name: "Operation", Value: "x" }] };
  expect(only(record).fields).toMatchObject({ Operation: "UserLoggedIn", RequestType: "OAuth2:Token", UserAgent: "own" });
});

test("a part of another product's form is told by its own keys", () => {
  expect(only({ action: "pref.sso_setting_changed", actor: {}, entity: {}, date_create: 1 }).product).toBe("");
  expect(only({ auditType: { action: "User created", categoryI18nKey: "jira.auditing.category.usermanagement" } }).product).toBe("");
  expect(only({ auditType: { action: "User created", categoryI18nKey: "bitbucket.service.audit.category.users" } }).product).toBe("bitbucket");
  expect(only({ category: "UserRiskEvents", resourceId: "/tenants/x", operationName: "User Risk Detection", time: "8/22/2026 6:07:16 PM", properties: {} }).time).toBe("2026-08-22T18:07:16Z");
});
