import { runCommand, EXIT, type Command, type Terminal } from "./command.ts";
import { nearest } from "../detect/index.ts";
import type { serveScanTasks as Serve } from "./scan-worker.ts";
import { plain } from "./terminal-text.ts";
import { VERSION } from "./version.ts";

/** What a thread of `scan` does. */
export const serveScanTasks: typeof Serve = async (port, setup) => (await import("./scan-worker.ts")).serveScanTasks(port, setup);

/** Loaded when it is asked for: a scan need not wait for what a server needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).start,
  ingest: async () => (await import("./roles.ts")).ingest,
  detect: async () => (await import("./roles.ts")).detect,
  api: async () => (await import("./roles.ts")).api,
  jobs: async () => (await import("./roles.ts")).jobs,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./restore.ts")).restore,
  import: async () => (await import("./import.ts")).importFiles,
  hunt: async () => (await import("./hunt.ts")).hunt,
  retro: async () => (await import("./retro.ts")).retro,
  sources: async () => (await import("./sources.ts")).sources,
  reparse: async () => (await import("./reparse.ts")).reparse,
  verify: async () => (await import("./verify.ts")).verify,
  scan: async () => (await import("./scan.ts")).scan,
  "journal export": async () => (await import("./journal-export.ts")).journalExport,
  "journal verify": async () => (await import("./journal-verify.ts")).journalVerify,
  "asset list": async () => (await import("./asset-list.ts")).assetList,
  "asset show": async () => (await import("./asset-show.ts")).assetShow,
  "asset import": async () => (await import("./asset-import.ts")).assetImport,
  "cmdb-source list": async () => (await import("./cmdb-source.ts")).cmdbSourceList,
  "cmdb-source add": async () => (await import("./cmdb-source.ts")).cmdbSourceAdd,
  "cmdb-source probe": async () => (await import("./cmdb-source.ts")).cmdbSourceProbe,
  "cmdb-source enable": async () => (await import("./cmdb-source.ts")).cmdbSourceEnable,
  "cmdb-source read": async () => (await import("./cmdb-source.ts")).cmdbSourceRead,
  "cmdb-source pause": async () => (await import("./cmdb-source.ts")).cmdbSourcePause,
  "asset unseen": async () => (await import("./asset-coverage.ts")).assetUnseen,
  "asset unknown": async () => (await import("./asset-coverage.ts")).assetUnknown,
  "incident list": async () => (await import("./incident-list.ts")).incidentList,
  "incident show": async () => (await import("./incident-show.ts")).incidentShow,
  "incident open": async () => (await import("./incident-act.ts")).incidentOpen,
  "incident take": async () => (await import("./incident-act.ts")).incidentTake,
  "incident say": async () => (await import("./incident-act.ts")).incidentSay,
  "incident stage": async () => (await import("./incident-act.ts")).incidentStage,
  "incident severity": async () => (await import("./incident-act.ts")).incidentSeverity,
  "incident wait": async () => (await import("./incident-act.ts")).incidentWait,
  "incident qualify": async () => (await import("./incident-act.ts")).incidentQualify,
  "incident close": async () => (await import("./incident-act.ts")).incidentClose,
  "incident reopen": async () => (await import("./incident-act.ts")).incidentReopen,
  "incident link": async () => (await import("./incident-act.ts")).incidentLink,
  "incident unlink": async () => (await import("./incident-act.ts")).incidentUnlink,
  "incident merge": async () => (await import("./incident-act.ts")).incidentMerge,
  "incident split": async () => (await import("./incident-act.ts")).incidentSplit,
  "incident relate": async () => (await import("./incident-act.ts")).incidentRelate,
  "incident add": async () => (await import("./incident-act.ts")).incidentAdd,
  "incident export": async () => (await import("./incident-export.ts")).incidentExport,
  "incident register": async () => (await import("./incident-export.ts")).incidentRegister,
  "incident playbook": async () => (await import("./incident-playbook.ts")).incidentPlaybook,
  "connector kinds": async () => (await import("./connector-show.ts")).connectorKinds,
  "connector list": async () => (await import("./connector-show.ts")).connectorList,
  "connector show": async () => (await import("./connector-show.ts")).connectorShow,
  "connector writes": async () => (await import("./connector-show.ts")).connectorWrites,
  "connector add": async () => (await import("./connector-act.ts")).connectorAdd,
  "connector change": async () => (await import("./connector-act.ts")).connectorChange,
  "connector probe": async () => (await import("./connector-act.ts")).connectorProbe,
  "connector test": async () => (await import("./connector-act.ts")).connectorTest,
  "connector use": async () => (await import("./connector-act.ts")).connectorUse,
  "connector stop": async () => (await import("./connector-act.ts")).connectorStop,
  "connector start": async () => (await import("./connector-act.ts")).connectorStart,
  "connector remove": async () => (await import("./connector-act.ts")).connectorRemove,
  "connector again": async () => (await import("./connector-act.ts")).connectorAgain,
  "connector drop": async () => (await import("./connector-act.ts")).connectorDrop,
  "request list": async () => (await import("./request-list.ts")).requestList,
  "request show": async () => (await import("./request-show.ts")).requestShow,
  "request send": async () => (await import("./request-step.ts")).requestSend,
  "request acknowledge": async () => (await import("./request-step.ts")).requestAcknowledge,
  "request done": async () => (await import("./request-step.ts")).requestDone,
  "request ask": async () => (await import("./request-step.ts")).requestAsk,
  "request say": async () => (await import("./request-step.ts")).requestSay,
  "request cannot": async () => (await import("./request-step.ts")).requestCannot,
  "request verify": async () => (await import("./request-step.ts")).requestVerify,
  "request reopen": async () => (await import("./request-step.ts")).requestReopen,
  "request cancel": async () => (await import("./request-step.ts")).requestCancel,
  "request stop": async () => (await import("./request-stop.ts")).requestStop,
  "request start": async () => (await import("./request-stop.ts")).requestStart,
  "exception list": async () => (await import("./exception.ts")).exceptionList,
  "exception show": async () => (await import("./exception.ts")).exceptionShow,
  "exception approve": async () => (await import("./exception.ts")).exceptionApprove,
  "exception refuse": async () => (await import("./exception.ts")).exceptionRefuse,
  "exception withdraw": async () => (await import("./exception.ts")).exceptionWithdraw,
  "exception end": async () => (await import("./exception.ts")).exceptionEnd,
  "indicator list": async () => (await import("./indicator-list.ts")).indicatorList,
  "indicator import": async () => (await import("./indicator-import.ts")).indicatorImport,
  "indicator withdraw": async () => (await import("./indicator-withdraw.ts")).indicatorWithdraw,
  "alert list": async () => (await import("./alert-list.ts")).alertList,
  "alert show": async () => (await import("./alert-show.ts")).alertShow,
  "alert take": async () => (await import("./alert-act.ts")).alertTake,
  "alert release": async () => (await import("./alert-act.ts")).alertRelease,
  "alert assign": async () => (await import("./alert-act.ts")).alertAssign,
  "alert judge": async () => (await import("./alert-act.ts")).alertJudge,
  "alert unjudge": async () => (await import("./alert-act.ts")).alertUnjudge,
  "alert close": async () => (await import("./alert-act.ts")).alertClose,
  "alert reopen": async () => (await import("./alert-act.ts")).alertReopen,
  "alert merge": async () => (await import("./alert-act.ts")).alertMerge,
  "alert comment": async () => (await import("./alert-act.ts")).alertComment,
  waiting: async () => (await import("./waiting.ts")).waiting,
  "escalation list": async () => (await import("./escalation-list.ts")).escalationList,
  "escalation show": async () => (await import("./escalation-show.ts")).escalationShow,
  "escalation make": async () => (await import("./escalation-make.ts")).escalationMake,
  "escalation acknowledge": async () => (await import("./escalation-step.ts")).escalationAcknowledge,
  "escalation reached": async () => (await import("./escalation-step.ts")).escalationReached,
  "escalation ask": async () => (await import("./escalation-step.ts")).escalationAsk,
  "escalation answer": async () => (await import("./escalation-step.ts")).escalationAnswer,
  "escalation respond": async () => (await import("./escalation-step.ts")).escalationRespond,
  "escalation close": async () => (await import("./escalation-step.ts")).escalationClose,
  "escalation withdraw": async () => (await import("./escalation-step.ts")).escalationWithdraw,
  "org list": async () => (await import("./org.ts")).orgList,
  "org show": async () => (await import("./org.ts")).orgShow,
  "org create": async () => (await import("./org.ts")).orgCreate,
  "org rename": async () => (await import("./org.ts")).orgRename,
  "org archive": async () => (await import("./org.ts")).orgArchive,
  "org settings": async () => (await import("./org-settings.ts")).orgSettings,
  "person list": async () => (await import("./person-list.ts")).personList,
  "person invite": async () => (await import("./person-invite.ts")).personInvite,
  "person role": async () => (await import("./person-role.ts")).personRole,
  "person disable": async () => (await import("./person-disable.ts")).personDisable,
  "person reset": async () => (await import("./person-reset.ts")).personReset,
  "key list": async () => (await import("./key-list.ts")).keyList,
  "key create": async () => (await import("./key-create.ts")).keyCreate,
  "key revoke": async () => (await import("./key-revoke.ts")).keyRevoke,
  roles: async () => (await import("./permissions.ts")).roles,
  parse: async () => (await import("./parse.ts")).parse,
  technologies: async () => (await import("./technologies.ts")).technologies,
  playbooks: async () => (await import("./playbooks.ts")).playbooksList,
  "playbooks show": async () => (await import("./playbooks.ts")).playbooksShow,
  "playbooks check": async () => (await import("./playbooks.ts")).playbooksCheck,
  "technologies check": async () => (await import("./technologies-check.ts")).technologiesCheck,
  "technologies gaps": async () => (await import("./technologies-gaps.ts")).technologiesGaps,
  "rules check": async () => (await import("./rules-check.ts")).rulesCheck,
  "rules test": async () => (await import("./rules-test.ts")).rulesTest,
  "rules explain": async () => (await import("./rules-explain.ts")).rulesExplain,
  "rules list": async () => (await import("./rules-list.ts")).rulesList,
  "rules active": async () => (await import("./rules-active.ts")).rulesActive,
  "rules import": async () => (await import("./rules-import.ts")).rulesImport,
};

const USAGE = `vigie ${VERSION}: finds attacks in logs

  vigie start                      run the platform on this machine
  vigie backup FOLDER              copy all that it keeps; it may run meanwhile
  vigie restore FOLDER             make a data directory out of a backup

  vigie import PATH…               send files to a running platform
  vigie hunt TENANT QUERY          search the events of a running platform
  vigie retro TENANT RULE          what a rule would have raised in past events
  vigie sources TENANT             how its log sources are, and who else sends
  vigie reparse TENANT             read quarantined lines again
  vigie verify TENANT              whether stored events are what was stored

  vigie asset list TENANT          the inventory of an organisation
  vigie asset show TENANT ASSET    one asset, with who says what of it
  vigie asset import TENANT FILE   compare a file of assets, and put it in
  vigie asset unseen TENANT        assets that do not log
  vigie cmdb-source list TENANT    where the inventory is read from by itself, and how old that is
  vigie cmdb-source add TENANT FILE  add such a source; then probe, enable, read, pause
  vigie asset unknown TENANT       hosts that log and nobody registered

  vigie incident list [TENANT]     incidents; show, open, take, say, stage, close, merge, … act on one
  vigie incident export TENANT INCIDENT  as Markdown or JSON; register writes all of them as CSV
  vigie incident playbook TENANT INCIDENT  what is to be done there, step by step

  vigie request list TENANT        what teams are asked to do; show, acknowledge, done, verify, …
  vigie connector list TENANT      the ITSM of an organisation: add, probe, test, use, stop, writes, …
  vigie request stop TENANT        send nothing without a person any more

  vigie exception list TENANT      what is kept from people on purpose; show, approve, refuse, withdraw, end

  vigie indicator list TENANT      what is watched for; import and withdraw change it

  vigie alert list [TENANT]        the queue; show, take, assign, judge, merge, comment, … act on alerts
  vigie waiting TENANT             what waits for whom, due first
  vigie escalation list TENANT     what the client is asked; show, make, answer, close, … act on one

  vigie org list                   the organisations; create, show, rename, archive
  vigie org settings TENANT [KIND] how the service works for one of them

  vigie person list [TENANT]       people and their roles; invite, role, disable and reset change them
  vigie key list                   keys of programs; create and revoke change them

  vigie journal export TENANT      who did what, with the chain that shows tampering
  vigie journal verify FILE        whether an export is what was written; needs no server

  vigie scan PATH…                 read logs and print what the rules find in them
  vigie parse PATH                 print records under ECS names
  vigie roles                      what each role may do
  vigie technologies               what is understood: technologies, their formats and fields
  vigie technologies check [DIR]   what is wrong in mappings, with file and line
  vigie technologies gaps PATH…    what records hold that no mapping reads
  vigie playbooks                  the playbooks; show prints one
  vigie playbooks check [DIR]      what is wrong in playbooks, with file and line
  vigie rules check PATH…          which rules can be used, and why others cannot
  vigie rules test PATH…           put each rule to the events beside it
  vigie rules explain RULE EVENT   why a rule matches an event or does not
  vigie rules list                 the rules that scan uses
  vigie rules import DIR|ZIP       a new version of a pack for a running platform

  vigie COMMAND --help             all options of a command
  vigie --version`;

/** Finds and runs the command that the arguments name. Gives the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = "", second = ""] = args;
  if (args.length === 0 || first === "help" || first === "--help" || first === "-h") {
    terminal.out.write(`${USAGE}\n`);
    return args.length === 0 ? EXIT.usage : EXIT.done;
  }
  if (first === "--version") {
    terminal.out.write(`${VERSION}\n`);
    return EXIT.done;
  }
  for (const [name, rest] of [[`${first} ${second}`, args.slice(2)], [first, args.slice(1)]] as const) {
    if (Object.hasOwn(COMMANDS, name)) return runCommand(await COMMANDS[name]!(), rest, terminal);
  }
  terminal.err.write(`vigie: ${plain(unknownCommand(first, second))}\n${USAGE}\n`);
  return EXIT.usage;
}

function unknownCommand(first: string, second: string): string {
  const names = Object.keys(COMMANDS);
  const behind = names.filter((name) => name.startsWith(`${first} `)).map((name) => name.slice(first.length + 1));
  if (behind.length > 0 && (second === "" || second.startsWith("-"))) return `"${first}" needs a word behind it: ${behind.join(", ")}`;
  const written = behind.length > 0 ? `${first} ${second}` : first;
  // Behind a word that there is, only its own commands are meant.
  const near = nearest(`${first} ${second}`, behind.length > 0 ? behind.map((word) => `${first} ${word}`) : names) ?? (behind.length > 0 ? undefined : nearest(first, names));
  return `there is no command "${written}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
}
