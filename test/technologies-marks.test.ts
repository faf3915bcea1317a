// What somebody types into a login must not make the line another technology's: it would hide from the rules for logins.
import { beforeAll, expect, test } from "vitest";
import { createAnswering } from "../src/cli/parse-answer.ts";
import { hintFor, type Technology } from "../src/normalise/index.ts";
import { readShippedTechnologies } from "../src/packs/index.ts";

let technologies: readonly Technology[] = [];
beforeAll(async () => {
  technologies = await readShippedTechnologies();
});

test.each([
  ["PAN-OS", "1,2026/01/02 03:04:05,1,TRAFFIC,end,1,2026/01/02 03:04:05,10.0.0.1"],
  ["PAN-OS audit", "1,2026/01/02 03:04:05,audit,1,a,b,c,d"],
  ["Check Point", 'a CheckPoint 1 - [action:"Accept"; x:"y"]'],
  ["Check Point as CEF", "CEF:0|Check Point|x|1|1|n|1|src=192.0.2.1"],
  ["Check Point as RFC 5424", '[Fields@1.3.6.1.4.1.2620 product="x" ]'],
  ["Junos", 'x>1 t h sshd g SSHD_LOGIN_FAILED [junos@2636 a="b"]'],
  ["a Junos filter", "PFE_FW_SYSLOG_IP: FW: ge-0 A tcp 192.0.2.1 192.0.2.2 1 2"],
  ["WatchGuard", 'a (1) b: msg_id="3000-0148" Allow 1 0 tcp 192.0.2.1 192.0.2.2 1 2 (x)'],
  ["SonicWall", "id=firewall sn=1 m=2"],
  ["FortiMail", "date=2026-01-02,time=1,device_id=FE1"],
  ["Cisco ASA", "%ASA-6-113012: AAA user authentication Successful : local database : user = x"],
  ["Cisco Meraki", "x 1 1773129601.2 MX84 flows allow src=192.0.2.1 dst=192.0.2.2"],
  ["Cisco ISE", "CISE_Passed_Authentications 1 1 0 2026-03-10 08:00:01 +00:00 1 5200 NOTICE A: b, c=d"],
  ["Cisco Secure Email", "CEF:0|Cisco|x|1|ESA_CONSOLIDATED_LOG_EVENT|n|1|src=192.0.2.1"],
  ["FortiGate", "date=2026-01-02 logid=1 type=traffic level=notice"],
  ["Snort", "x [**] [1:1:1] m [**] [Priority: 1] {TCP} 192.0.2.1:1 -> 192.0.2.2:2"],
  ["a row of Snort", '01/02-03:04:05.6 ,1,1,0,"m",TCP,192.0.2.1,1,192.0.2.2,2,alert,Allow'],
  ["F5's application firewall", 'ASM:unit_hostname="x",attack_type="y"'],
  ["F5's network firewall", 'acl_policy_name="x",errdefs_msg_name="Network Event",vlan="y"'],
  ["F5 as CEF", "CEF:0|F5|ASM|1|x|n|1|src=192.0.2.1"],
  ["Citrix ADC", "01/02/2026:03:04:05 GMT ns 0-PPE-0 : default UI CMD_EXECUTED 1 0 : User x"],
  ["Citrix ADC as CEF", "CEF:0|Citrix|NetScaler|NS14|APPFW|APPFW_SQL|6|src=192.0.2.1"],
  ["Zscaler", "2026-01-02 03:04:05\treason=x\tevent_id=1\tappclass=y"],
  ["Zscaler's NSS", "] ZscalerNSS: lost"],
  ["Barracuda's web firewall", "2026-01-02 03:04:05.678 +0100  x WF ALER A 192.0.2.1 1 192.0.2.2 2 r g DENY NONE"],
  ["Barracuda CloudGen", "Allow: type=FWD|proto=TCP|srcIF=x|srcIP=192.0.2.1"],
  ["Sophos UTM", '2026:01:02-03:04:05 x y: id="2001" sys="SecureNet" sub="packetfilter"'],
  ["Sophos Firewall", 'device="SFW" log_id=1 log_type="Firewall" log_component="x"'],
  ["Squid", "1767322800.123 1 192.0.2.1 TCP_MISS/200 1 GET http://a.example/ - NONE/- -"],
  ["Infoblox' DHCP", "x TransID 1a2b3c lease-duration 600"],
  ["Infoblox as CEF", "CEF:0|Infoblox|NIOS|8|x|n|1|src=192.0.2.1"],
  ["Infoblox' answers", "x infoblox-responses: UDP: query: a.example IN A"],
  ["a risk of Symantec", "Virus found,IP Address: 192.0.2.1,Computer name: x,Event time: 2026-01-02 03:04:05"],
  ["a scan of Symantec", "Scan ID: 1,Begin: 2026-01-02 03:04:05"],
  ["Symantec's intrusion prevention", "Major,pc,Event Description: x,Local Host IP: 192.0.2.1,"],
  ["F5's protection", 'dos_attack_name="x",vlan="y"'],
  ["a router's kernel", "kern.info kernel: PROTO=TCP SPT=1 DPT=2"],
])("a user name that looks like %s stays one", (_, name) => {
  const [answer] = createAnswering(technologies, hintFor(technologies)).record(`<38>Jan  2 03:04:05 web1 sshd[8]: Invalid user ${name} from 203.0.113.9`, 1);
  expect(answer).toMatchObject({ ok: true, technology: "sshd", event: { source: { ip: "203.0.113.9" } } });
});

test.each([
  ["a risk of Symantec", "Virus found,IP Address: 192.0.2.1,Computer name: x,Event time: 2026-01-02 03:04:05"],
  ["a scan of Symantec", "Scan ID: 1,Begin: 2026-01-02 03:04:05"],
  ["Symantec's firewall", "pc,Local Host IP: 192.0.2.1,Local Port: 1,"],
  ["Symantec's client", "pc,Category: 1,Smc,Event Description: x"],
  ["F5's network firewall", 'acl_policy_name="x",errdefs_msg_name="Network Event",vlan="y"'],
  ["Infoblox' DHCP", "x TransID 1a2b3c lease-duration 600"],
])("what a program that nobody knows says in the words of %s stays its own", (_, text) => {
  const [answer] = createAnswering(technologies, hintFor(technologies)).record(`<14>Jan  2 03:04:05 web1 shop[8]: order of ${text} came`, 1);
  expect(answer).toMatchObject({ ok: true, technology: "syslog" });
});
