// Events that are told apart by a number, and of which some match a shipped rule.
const HOST = "PC-01.example.com";

/** Sysmon's process creation as Winlogbeat sends it. Every tenth dumps LSASS through comsvcs.dll. */
export function numberedEvent(n: number, time = new Date()): string {
  const attacks = isAttack(n);
  const image = attacks ? String.raw`C:\Windows\System32\rundll32.exe` : String.raw`C:\Windows\System32\whoami.exe`;
  const command = attacks ? String.raw`rundll32.exe C:\windows\System32\comsvcs.dll, MiniDump 624 C:\temp\lsass-${n}.dmp full` : `whoami /n${n}`;
  return JSON.stringify({
    "@timestamp": time.toISOString(),
    event: { code: "1", kind: "event", provider: "Microsoft-Windows-Sysmon" },
    host: { name: HOST },
    agent: { type: "winlogbeat", version: "9.2.1" },
    winlog: {
      channel: "Microsoft-Windows-Sysmon/Operational", provider_name: "Microsoft-Windows-Sysmon", event_id: "1", computer_name: HOST, record_id: n,
      event_data: { UtcTime: time.toISOString().replace("T", " ").replace("Z", ""), ProcessId: String(n), Image: image, CommandLine: command, User: String.raw`EXAMPLE\user`, ParentImage: String.raw`C:\Windows\System32\cmd.exe`, ParentCommandLine: "cmd.exe" },
    },
  });
}

/** Whether the event of this number matches the rule. */
export const isAttack = (n: number): boolean => n % 10 === 0;

/** The number of an event, from any text that has its command line. */
export function numberOf(text: string): number | undefined {
  const found = /lsass-(\d+)\.dmp|whoami \/n(\d+)/.exec(text);
  return found === null ? undefined : Number(found[1] ?? found[2]);
}

/** The title of the rule. */
export const ATTACK = "LSASS memory dumped through comsvcs.dll";
