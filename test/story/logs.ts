// What the machines of the story say.
const sysmon = (host: string, time: Date, data: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    "@timestamp": time.toISOString(),
    event: { code: "1", kind: "event", provider: "Microsoft-Windows-Sysmon" },
    host: { name: host },
    agent: { type: "winlogbeat", version: "9.2.1" },
    winlog: {
      channel: "Microsoft-Windows-Sysmon/Operational", provider_name: "Microsoft-Windows-Sysmon", event_id: "1", computer_name: host, record_id: time.getTime() % 1_000_000,
      event_data: { UtcTime: time.toISOString().replace("T", " ").replace("Z", ""), ...data },
    },
  });

/** A dump of LSASS's memory by an account, through comsvcs.dll. */
export const dump = (host: string, account: string, time: Date, parent = String.raw`C:\Windows\System32\cmd.exe`): string =>
  sysmon(host, time, {
    ProcessId: "4711", Image: String.raw`C:\Windows\System32\rundll32.exe`, CommandLine: String.raw`rundll32.exe C:\windows\System32\comsvcs.dll, MiniDump 624 C:\Windows\Temp\dbg.bin full`, User: `STORY\\${account}`,
    ParentImage: parent, ParentCommandLine: parent,
  });

/** The domain controller says that an account was disabled. */
export const disabled = (host: string, account: string, time: Date): string =>
  JSON.stringify({
    "@timestamp": time.toISOString(),
    event: { code: "4725", kind: "event", provider: "Microsoft-Windows-Security-Auditing" },
    host: { name: host },
    agent: { type: "winlogbeat", version: "9.2.1" },
    winlog: { channel: "Security", provider_name: "Microsoft-Windows-Security-Auditing", event_id: "4725", computer_name: host, record_id: time.getTime() % 1_000_000, event_data: { TargetUserName: account, TargetDomainName: "STORY", TargetSid: "S-1-5-21-1-2-3-1104", SubjectUserName: "admin.t1", SubjectDomainName: "STORY" } },
  });
