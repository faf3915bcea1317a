// Raw records of our technologies, with what a rule wants in them: as the product writes them, by Sigma's log source.
import type { Wanted } from "./satisfy.ts";

/** A record as a line or a document, and the name of the file that it would lie in. */
export type Raw = { readonly record: string | object; readonly file: string };
type Maker = (wanted: Wanted) => Raw;

const get = ({ fields }: Wanted, ...names: readonly string[]): string | undefined => names.map((name) => fields.get(name)).find((value) => value !== undefined);
const sentence = ({ fields, words }: Wanted): string => [...words, ...fields.values()].join(" ");

/** `a.b.c` becomes an object in an object. */
function nested({ fields, words }: Wanted, base: object): object {
  const document: Record<string, unknown> = structuredClone(base) as Record<string, unknown>;
  for (const [name, value] of fields) {
    const path = name.split(".");
    let at = document;
    for (const part of path.slice(0, -1)) at = (typeof at[part] === "object" && at[part] !== null ? at[part] : (at[part] = {})) as Record<string, unknown>;
    const last = path.at(-1)!;
    at[last] = /^-?\d{1,15}$/.test(value) ? Number(value) : value === "true" ? true : value === "false" ? false : value;
  }
  if (words.length > 0) document["note"] = words.join(" ");
  return document;
}

const json = (file: string, base: object, names: Readonly<Record<string, string>> = {}): Maker => ({ fields, words }) => ({ record: nested({ fields: new Map([...fields].map(([name, value]) => [names[name] ?? name, value])), words }, base), file });
const syslog = (program: string, file = "syslog"): Maker => (wanted) => ({ record: `<38>Mar 10 08:20:04 web-01 ${program}: ${sentence(wanted)}`, file });
const text = (file: string): Maker => (wanted) => ({ record: sentence(wanted), file });

const xmlText = (value: string): string => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("'", "&apos;");

// Sysmon for Linux writes what Sysmon writes.
const sysmonLinux = (id: number, base: Readonly<Record<string, string>>): Maker => ({ fields }) => {
  const data = Object.entries({ ...base, ...Object.fromEntries(fields) }).map(([name, value]) => `<Data Name='${name}'>${xmlText(value)}</Data>`).join("");
  return { record: `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Linux-Sysmon' Guid='{ff032593-a8d3-4f13-b0d6-01fc615a0f97}'/><EventID>${id}</EventID><TimeCreated SystemTime='2026-03-10T08:15:20.1234567Z'/><Channel>Linux-Sysmon/Operational</Channel><Computer>web-01</Computer></System><EventData>${data}</EventData></Event>`, file: "sysmon.xml" };
};

// CrowdStrike's Data Replicator.
const FALCON: Readonly<Record<string, string>> = { Image: "ImageFileName", ParentImage: "ParentBaseFileName", CommandLine: "CommandLine", TargetFilename: "TargetFileName" };
const falconMac = (kind: string): Maker => ({ fields }) => ({
  record: { event_simpleName: kind, event_platform: "Mac", aid: "0f1e2d3c4b5a69788796a5b4c3d2e1f0", cid: "a1b2c3d4e5f60718293a4b5c6d7e8f90", timestamp: "1773130004000", ComputerName: "PC-014", ...Object.fromEntries([...fields].map(([name, value]) => [kind === "NewExecutableWritten" && name === "Image" ? "ContextImageFileName" : (FALCON[name] ?? name), value])) },
  file: "fdr.json",
});

// Apache's combined format.
const accessLog: Maker = (wanted) => {
  const stem = get(wanted, "cs-uri-stem");
  const query = get(wanted, "cs-uri-query") ?? (wanted.words.length > 0 ? wanted.words.join("") : undefined);
  const uri = get(wanted, "cs-uri", "c-uri") ?? `${stem ?? "/"}${query === undefined ? "" : `?${query}`}`;
  const quoted = (value: string): string => value.replaceAll('"', String.raw`\"`);
  return { record: `${get(wanted, "c-ip") ?? "203.0.113.9"} - ${get(wanted, "cs-username") ?? "-"} [10/Mar/2026:08:00:00 +0000] "${get(wanted, "cs-method") ?? "GET"} ${quoted(uri).replaceAll(" ", "%20")} HTTP/1.1" ${get(wanted, "sc-status") ?? "200"} ${get(wanted, "sc-bytes") ?? "1234"} "${quoted(get(wanted, "cs-referer", "cs-referrer") ?? "-")}" "${quoted(get(wanted, "cs-user-agent", "c-useragent") ?? "Mozilla/5.0")}"`, file: "access.log" };
};

// Zscaler's feed of web transactions.
const PROXY: Readonly<Record<string, string>> = { "c-uri": "url", "cs-uri": "url", "c-useragent": "useragent", "cs-user-agent": "useragent", "cs-method": "requestmethod", "sc-status": "status", "cs-host": "hostname", "r-dns": "hostname", "dst_ip": "serverip", "src_ip": "ClientIP", "cs-referrer": "refererURL" };
const zscaler: Maker = (wanted) => {
  const values: Record<string, string> = { reason: "Allowed", event_id: "91010", protocol: "HTTPS", action: "Allowed", transactionsize: "12044", responsesize: "11500", requestsize: "544", urlcategory: "Business", appclass: "Business", serverip: "198.51.100.20", requestmethod: "GET", useragent: "Mozilla/5.0", product: "NSS", ClientIP: "10.1.2.3", status: "200", user: "alice@example.com", url: "www.example.com/a", vendor: "Zscaler", hostname: "www.example.com" };
  for (const [name, value] of wanted.fields) values[PROXY[name] ?? name] = value;
  const stem = get(wanted, "c-uri-stem", "cs-uri-stem");
  const query = get(wanted, "c-uri-query", "cs-uri-query");
  if (stem !== undefined || query !== undefined) values["url"] = `${values["hostname"] ?? ""}${stem ?? "/"}${query === undefined ? "" : `?${query}`}`;
  else if (get(wanted, "c-uri", "cs-uri") === undefined && (wanted.fields.has("cs-host") || wanted.fields.has("r-dns"))) values["url"] = `${values["hostname"]}/`;
  if (wanted.fields.has("c-uri-extension")) values["url"] = `${values["hostname"]}/a.${get(wanted, "c-uri-extension")}`;
  return { record: `2026-03-01 08:00:09\t${Object.entries(values).map(([name, value]) => `${name}=${value}`).join("\t")}`, file: "nss.log" };
};

// auditd: values with blanks or quotes are hexadecimal.
const auditd: Maker = ({ fields, words }) => {
  const type = fields.get("type") ?? (fields.has("a0") || fields.has("a1") ? "EXECVE" : "SYSCALL");
  const own = [...fields].filter(([name]) => name !== "type").map(([name, value]) => `${name}=${/^[A-Za-z0-9_]+$/.test(value) && !/^a\d/.test(name) ? value : /["\s]/.test(value) ? Buffer.from(value).toString("hex").toUpperCase() : `"${value}"`}`);
  return { record: `type=${type} msg=audit(1773130000.123:4711): ${[...(type === "SYSCALL" && !fields.has("success") ? ["arch=c000003e success=yes exit=0"] : []), ...own, ...words].join(" ")}`, file: "audit.log" };
};

const dnsQuery: Maker = (wanted) => ({ record: `10-Mar-2026 08:00:00.123 queries: info: client @0x7f0000 192.0.2.10#50122 (${get(wanted, "query") ?? "www.example.com"}): query: ${get(wanted, "query") ?? "www.example.com"} IN ${get(wanted, "record_type") ?? "A"} +E(0)K (192.0.2.53)`, file: "named.log" });

const fortigate = (base: string): Maker => ({ fields }) => ({ record: `date=2026-03-10 time=08:37:00 devname="fw" devid="FGT60F0000000001" tz="+0100" ${base}${[...fields].map(([name, value]) => ` ${name}="${value}"`).join("")}`, file: "fortigate.log" });

const firewall: Maker = (wanted) => fortigate('logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" policyid=1 sessionid=1 proto=6')({ words: [], fields: new Map([["srcip", get(wanted, "src_ip") ?? "192.0.2.61"], ["srcport", get(wanted, "src_port") ?? "50444"], ["dstip", get(wanted, "dst_ip") ?? "203.0.113.14"], ["dstport", get(wanted, "dst_port") ?? "443"], ["action", get(wanted, "action") === "deny" || get(wanted, "blocked") === "true" ? "deny" : "accept"]]) });

const deepSecurity: Maker = (wanted) => ({ record: `Mar 10 08:00:00 dsm-01 CEF:0|Trend Micro|Deep Security Agent|20.0.5810|4000000|${(get(wanted, "Signature") ?? "EICAR").replaceAll("|", "")}|6|cn1=1 cn1Label=Host ID dvchost=pc-01 filePath=${(get(wanted, "Filename") ?? "/tmp/a").replaceAll("\\", "\\\\")} act=${get(wanted, "Action") ?? "Delete"} msg=Realtime TrendMicroDsMalwareTarget=N/A TrendMicroDsMalwareTargetType=File System TrendMicroDsFileSHA1=3395856CE81F2B7382DEE72602F798B642F14140`, file: "deep-security.log" });

const cisco = (facility: string): Maker => (wanted) => ({ record: `<189>Mar 10 08:00:00 rtr-01 4711: Mar 10 08:00:00.123: %${facility}: ${sentence(wanted)}`, file: "cisco.log" });

const zeek = (path: string): Maker => ({ fields }) => ({ record: { _path: path, ts: "2026-03-10T08:00:00.000000Z", uid: "CHhAvVGS1DHFjwGM9", "id.orig_h": "192.0.2.10", "id.orig_p": 50122, "id.resp_h": "198.51.100.7", "id.resp_p": 445, ...Object.fromEntries([...fields].map(([name, value]) => [name, /^\d{1,9}$/.test(value) ? Number(value) : value])) }, file: `${path}.log` });

// Cloud Logging's entry; rules name its parts as Elastic or Pub/Sub do.
const GCP: Readonly<Record<string, string>> = { "gcp.audit.method_name": "protoPayload.methodName", "gcp.audit.service_name": "protoPayload.serviceName", "gcp.audit.resource_name": "protoPayload.resourceName", "data.protoPayload.resource.type": "resource.type", "data.protoPayload.logName": "logName" };
const gcpAudit: Maker = ({ fields, words }) => {
  const own = new Map([...fields].map(([name, value]) => [GCP[name] ?? name.replace(/^data\./, ""), value]));
  const [permission, granted] = ["permission", "granted"].map((name) => own.get(`protoPayload.authorizationInfo.${name}`));
  own.delete("protoPayload.authorizationInfo.permission");
  own.delete("protoPayload.authorizationInfo.granted");
  return { record: nested({ fields: own, words }, { logName: "projects/p/logs/cloudaudit.googleapis.com%2Factivity", timestamp: "2026-03-10T08:00:00Z", insertId: "1", resource: { type: "project" }, protoPayload: { "@type": "type.googleapis.com/google.cloud.audit.AuditLog", ...(permission === undefined ? {} : { authorizationInfo: [{ permission, granted: granted !== "false" }] }) } }), file: "gcp.json" };
};

// An activity of the Admin SDK's Reports API: what is neither name nor service of the event is one of its parameters.
const workspaceAdmin: Maker = ({ fields }) => {
  const parameters = [...fields].filter(([name]) => name !== "eventName" && name !== "eventService").map(([name, value]) => ({ name: name.toUpperCase(), value }));
  return { record: { kind: "admin#reports#activity", id: { time: "2026-03-10T08:00:00.000Z", uniqueQualifier: "1", applicationName: "admin", customerId: "C1" }, actor: { email: "jo@example.com" }, events: [{ type: "SETTINGS", name: fields.get("eventName") ?? "x", parameters }] }, file: "workspace.json" };
};

// The login's audit entry in Cloud Logging.
const workspaceLogin: Maker = ({ fields }) => ({
  record: { logName: "organizations/1/logs/cloudaudit.googleapis.com%2Fdata_access", timestamp: "2026-03-10T08:00:00Z", insertId: "1", protoPayload: { "@type": "type.googleapis.com/google.cloud.audit.AuditLog", serviceName: "login.googleapis.com", metadata: { "@type": "type.googleapis.com/ccc_hosted_reporting.ActivityProto", event: [{ eventName: fields.get("protoPayload.metadata.event.eventName") ?? fields.get("eventName") ?? "login_success", eventType: "login" }] } } },
  file: "workspace.json",
});

// sudo names its fields itself.
const sudo: Maker = ({ fields, words }) => ({ record: `<86>Mar 10 08:20:04 web-01 sudo:       jo : TTY=pts/0 ; PWD=/home/jo ; USER=${fields.get("USER") ?? "root"} ; COMMAND=/usr/bin/id ${words.join(" ")}`, file: "auth.log" });

// RPC Firewall's own event log, as a Windows agent ships it.
const rpcFirewall: Maker = ({ fields }) => ({ record: { "@timestamp": "2026-03-10T08:00:00.000Z", Channel: "RPCFW", Provider: "RPCFW", Computer: "srv-01.example.com", EventID: 3, OpNum: "3", ...Object.fromEntries([...fields].filter(([name]) => name !== "EventLog").map(([name, value]) => [name, name === "EventID" ? Number(value) : value])) }, file: "rpcfw.json" });

const AUDIT_K8S = { kind: "Event", apiVersion: "audit.k8s.io/v1", level: "Metadata", auditID: "1", stage: "ResponseComplete", requestURI: "/api/v1/x", requestReceivedTimestamp: "2026-03-10T08:00:00.000000Z", objectRef: {}, user: { username: "jo" } };
const GRAPH = { time: "2026-03-10T08:00:00Z", tenantId: "00000000-0000-0000-0000-000000000001", resourceId: "/tenants/1/providers/Microsoft.aadiam" };
// Where the diagnostic records hold what rules name after the portal's columns.
const ENTRA: Readonly<Record<string, string>> = {
  category: "properties.category", Category: "properties.category", activityType: "properties.activityDisplayName", "additionalDetails.additionalInfo": "properties.additionalDetails.value",
  "TargetResources.ModifiedProperties.DisplayName": "properties.targetResources.modifiedProperties.displayName", "TargetResources.ModifiedProperties.NewValue": "properties.targetResources.modifiedProperties.newValue",
  Resultdescription: "resultDescription", ResultDescription: "resultDescription",
};

/** By `product/category/service` of Sigma. */
export const RAW_RECORDS: Readonly<Record<string, Maker>> = {
  "linux/process_creation/": sysmonLinux(1, { UtcTime: "2026-03-10 08:15:20.100", ProcessId: "4410", User: "www-data", Image: "/usr/bin/x", CommandLine: "x" }),
  "linux/file_event/": sysmonLinux(11, { UtcTime: "2026-03-10 08:15:20.100", ProcessId: "4410", Image: "/usr/bin/x" }),
  "linux/network_connection/": sysmonLinux(3, { UtcTime: "2026-03-10 08:15:20.100", ProcessId: "4410", Image: "/usr/bin/x", Protocol: "tcp", SourceIp: "192.0.2.10", DestinationIp: "203.0.113.7", DestinationPort: "443", Initiated: "true" }),
  "macos/process_creation/": falconMac("ProcessRollup2"),
  "macos/file_event/": falconMac("NewExecutableWritten"),
  "/webserver/": accessLog,
  "/proxy/": zscaler,
  "/dns/": dnsQuery,
  "/firewall/": firewall,
  "/antivirus/": deepSecurity,
  "linux//auditd": auditd,
  "linux//": syslog("app[1]"),
  "linux//sshd": syslog("sshd[2214]", "auth.log"),
  "linux//syslog": syslog("app[1]"),
  "linux//cron": syslog("cron[9]", "cron"),
  "linux//sudo": sudo,
  "linux//auth": syslog("pkexec[77]", "auth.log"),
  "linux//clamav": syslog("clamd[5]", "clamav.log"),
  "linux//guacamole": syslog("guacd[5]"),
  "linux//vsftpd": syslog("vsftpd[5]"),
  "//apache": (wanted) => ({ record: `[Tue Mar 10 08:00:00.123456 2026] [core:notice] [pid 7] ${sentence(wanted)}`, file: "error.log" }),
  "//nginx": (wanted) => ({ record: `2026/03/10 08:00:00 [alert] 7#7: ${sentence(wanted)}`, file: "nginx/error.log" }),
  "jvm/application/": text("catalina.out"),
  "spring/application/": text("spring.log"),
  "django/application/": text("django.log"),
  "python/application/": text("python.log"),
  "nodejs/application/": text("nodejs.log"),
  "ruby_on_rails/application/": text("production.log"),
  "velocity/application/": text("velocity.log"),
  "sql/application/": text("mysql.log"),
  "aws//cloudtrail": json("cloudtrail.json", { eventVersion: "1.08", eventTime: "2026-03-10T08:00:00Z", eventSource: "iam.amazonaws.com", eventName: "GetUser", awsRegion: "eu-west-3", sourceIPAddress: "203.0.113.9", userAgent: "aws-cli", userIdentity: { type: "IAMUser", userName: "jo" }, eventType: "AwsApiCall", eventID: "1" }),
  "azure//activitylogs": json("activity.json", { ...GRAPH, category: "Administrative", resourceId: "/SUBSCRIPTIONS/1", operationName: "x", level: "Information" }),
  "azure//auditlogs": json("audit.json", { ...GRAPH, category: "AuditLogs", operationName: "x", properties: {} }, ENTRA),
  "azure//signinlogs": json("signin.json", { ...GRAPH, category: "SignInLogs", operationName: "Sign-in activity", properties: {} }, ENTRA),
  "azure//riskdetection": json("risk.json", { ...GRAPH, category: "UserRiskEvents", operationName: "User Risk Detection", properties: {} }),
  "azure//pim": json("pim.json", { id: "1", activityDateTime: "2026-03-10T08:00:00Z", activity: "servicePrincipal" }),
  "okta//okta": json("okta.json", { uuid: "1", published: "2026-03-10T08:00:00.000Z", version: "0", eventType: "user.session.start", actor: { id: "1", alternateId: "jo@example.com" }, outcome: { result: "SUCCESS" } }),
  "gcp//gcp.audit": gcpAudit,
  "gcp//google_workspace.admin": workspaceAdmin,
  "gcp//google_workspace.login": workspaceLogin,
  "github//audit": json("github.json", { "@timestamp": 1773130000000, action: "repo.create", actor: "jo", org: "example", _document_id: "1" }),
  "bitbucket//audit": json("bitbucket.json", { timestamp: 1773130000000, author: { name: "jo" }, auditType: { area: "LOCAL_CONFIG_AND_ADMINISTRATION", category: "x", action: "x", level: "BASE" }, source: "203.0.113.9" }),
  "m365//threat_management": json("m365.json", { CreationTime: "2026-03-10T08:00:00", Id: "1", Operation: "x", OrganizationId: "1", RecordType: 40, Workload: "SecurityComplianceCenter", UserId: "jo@example.com" }),
  "m365//audit": json("m365.json", { CreationTime: "2026-03-10T08:00:00", Id: "1", Operation: "x", OrganizationId: "1", RecordType: 8, Workload: "AzureActiveDirectory", UserId: "jo@example.com" }),
  "m365//exchange": json("m365.json", { CreationTime: "2026-03-10T08:00:00", Id: "1", Operation: "x", OrganizationId: "1", RecordType: 1, Workload: "Exchange", UserId: "jo@example.com" }),
  "m365//threat_detection": json("m365.json", { CreationTime: "2026-03-10T08:00:00", Id: "1", Operation: "x", OrganizationId: "1", RecordType: 40, Workload: "SecurityComplianceCenter", UserId: "jo@example.com" }),
  "kubernetes/application/audit": json("audit.json", AUDIT_K8S),
  "kubernetes//audit": json("audit.json", AUDIT_K8S),
  "onelogin//onelogin.events": json("onelogin.json", { event_timestamp: "2026-03-10 08:00:00 UTC", account_id: 1, uuid: "1", user_name: "jo", event_type_id: 5 }),
  "opencanary/application/": json("opencanary.log", { dst_host: "192.0.2.7", dst_port: 22, local_time: "2026-03-10 08:00:00.123456", logdata: {}, node_id: "canary-1", src_host: "203.0.113.9", src_port: 50122, logtype: 4002 }),
  "zeek//smb_files": zeek("smb_files"), "zeek//dns": zeek("dns"), "zeek//http": zeek("http"), "zeek//dce_rpc": zeek("dce_rpc"), "zeek//x509": zeek("x509"), "zeek//rdp": zeek("rdp"), "zeek//kerberos": zeek("kerberos"),
  "fortigate//event": fortigate('logid="0100044547" type="event" subtype="system" level="information" vd="root"'),
  "cisco//aaa": cisco("PARSER-5-CFGLOG_LOGGEDCMD"),
  "cisco//duo": json("duo.json", { txid: "1", timestamp: 1773129600, isotimestamp: "2026-03-10T08:00:00+00:00", event_type: "authentication", factor: "not_available", result: "success", access_device: { ip: "203.0.113.9" }, auth_device: {}, user: { name: "jo" } }),
  "rpc_firewall/application/": rpcFirewall,
  "cisco//bgp": cisco("TCP-6-BADAUTH"),
  "cisco//ldp": cisco("LDP-3-TCPMD5"),
  "cisco//syslog": cisco("SYS-5-CONFIG_P"),
  "juniper//bgp": (wanted) => ({ record: `<28>Mar 10 08:00:00 rtr-02 rpd[1432]: ${sentence(wanted)}`, file: "juniper.log" }),
  "huawei//bgp": (wanted) => ({ record: `<187>Mar 10 2026 08:00:00 rtr-03 %%01BGP/3/BGP_AUTH_FAILED(l)[1]: ${sentence(wanted)}`, file: "huawei.log" }),
};
