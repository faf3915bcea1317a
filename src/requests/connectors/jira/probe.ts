import { z } from "zod";
import { isZone, RemoteError } from "../../../outbound/index.ts";
import type { Probe } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { MyPermissions, nameOf, ProjectStatuses, RequestFields, ServerInfo } from "./shapes.ts";
import type { Site } from "./site.ts";

type Check = Probe["checks"][number];

const RIGHTS: readonly (readonly [key: string, does: string])[] = [
  ["BROWSE_PROJECTS", "see tickets"], ["CREATE_ISSUES", "make tickets"], ["EDIT_ISSUES", "change tickets"], ["TRANSITION_ISSUES", "move tickets"], ["ADD_COMMENTS", "comment"], ["CREATE_ATTACHMENTS", "attach files"],
];

export async function probe(site: Site): Promise<Probe> {
  const { http, api, options, now } = site;
  const answer = await http.ask({ path: `${api}/serverInfo` });
  const info = shaped(ServerInfo, answer.json, "serverInfo", "no");
  const date = Date.parse(answer.headers["date"] ?? info.serverTime ?? "");
  const me = await site.me();
  const { permissions } = await site.get(MyPermissions, `${api}/mypermissions`, { projectKey: options.project, permissions: RIGHTS.map(([key]) => key).join(",") });
  const isCloud = info.deploymentType === "Cloud";
  const checks: readonly Check[] = [
    { name: "flavour", ok: isCloud === site.isCloud, words: isCloud === site.isCloud ? `It is ${isCloud ? "Jira Cloud" : "Jira Data Center"}.` : `It is ${isCloud ? "Jira Cloud: set flavour to cloud" : "Jira Data Center: set flavour to data-center"}.` },
    ...RIGHTS.map(([key, does]): Check => (permissions[key]?.havePermission === true ? { name: key, ok: true, words: `The account may ${does} in ${options.project}.` } : { name: key, ok: false, words: `The account may not ${does} in ${options.project}: give it ${key}.` })),
    { name: "time zone", ok: true, words: typeof me.timeZone === "string" && isZone(me.timeZone) ? `Changes are searched by times of ${me.timeZone}.` : "The account's time zone is not told: changes are searched from half a day before." },
    await typeCheck(site),
  ];
  return { version: info.version ?? null, account: nameOf(me), skewMs: Number.isNaN(date) ? null : date - now().getTime(), checks };
}

async function typeCheck({ get, api, options: { service, project, issueType, fields } }: Site): Promise<Check> {
  try {
    if (service !== null) {
      const { requestTypeFields } = await get(RequestFields, `rest/servicedeskapi/servicedesk/${service.deskId}/requesttype/${service.requestTypeId}/field`);
      const missing = requestTypeFields.filter(({ fieldId, required }) => required && fieldId !== "summary" && fieldId !== "description" && !(fieldId in fields));
      return { name: "request type", ok: missing.length === 0, words: missing.length === 0 ? "The request type demands nothing that is not sent." : `The request type demands ${missing.map(({ fieldId, name }) => `${name} (${fieldId})`).join(", ")}: name them under options.fields.` };
    }
    const types = await get(z.array(z.looseObject({ name: z.string() })).or(ProjectStatuses), `${api}/project/${project}/statuses`);
    const isThere = types.some(({ name }) => name.toLowerCase() === issueType.toLowerCase());
    return { name: "issue type", ok: isThere, words: isThere ? `${project} has the issue type ${issueType}.` : `${project} has no issue type ${issueType}; there are: ${types.map(({ name }) => name).join(", ").slice(0, 300)}` };
  } catch (error) {
    if (error instanceof RemoteError && error.isLasting && error.problem !== "unauthorized") return { name: "type", ok: false, words: `What tickets are made as is not to be seen: ${error.words}` };
    throw error;
  }
}
