// What Jira answers, as far as it is read. Fields that are not named here are let through.
import { z } from "zod";

const Named = z.looseObject({ name: z.string() });
const Person = z.looseObject({ displayName: z.string().nullish(), name: z.string().nullish(), accountId: z.string().nullish(), emailAddress: z.string().nullish() });
// "2026-11-24T03:40:00.123+0100": ISO 8601 but for the colon of the offset.
const Time = z.string().transform((text, context) => {
  const at = new Date(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  if (!Number.isNaN(at.getTime())) return at;
  context.addIssue({ code: "custom", message: `${text.slice(0, 40)} is no time` });
  return z.NEVER;
});
const Id = z.union([z.string(), z.number()]).transform(String);

export const Status = z.looseObject({ name: z.string(), statusCategory: z.looseObject({ key: z.string() }).nullish() });
export type Status = z.infer<typeof Status>;

const Attachment = z.looseObject({ id: Id, filename: z.string(), mimeType: z.string().nullish(), size: z.number().nullish(), author: Person.nullish(), content: z.string().nullish() });
const Property = z.looseObject({ key: z.string().nullish() });
const History = z.looseObject({ created: Time, author: Person.nullish(), items: z.array(z.looseObject({ field: z.string() })).default([]) });

export const Issue = z.looseObject({
  id: Id, key: z.string(),
  fields: z.looseObject({
    summary: z.string().default(""), status: Status, assignee: Person.nullish(), priority: Named.nullish(), components: z.array(Named).default([]), attachment: z.array(Attachment).default([]),
    project: z.looseObject({ key: z.string() }).optional(), issuetype: Named.optional(),
  }),
  properties: z.record(z.string(), z.unknown()).nullish(),
  changelog: z.looseObject({ histories: z.array(History).default([]) }).nullish(),
});
export const OneAttachment = Attachment;
export const Attachments = z.array(Attachment);

const Comment = z.looseObject({
  id: Id, created: Time, author: Person.nullish(), body: z.unknown().optional(), renderedBody: z.string().nullish(), jsdPublic: z.boolean().nullish(), visibility: z.unknown().optional(),
  properties: z.array(z.looseObject({ key: z.string(), value: z.unknown().optional() })).nullish(),
});
export type Comment = z.infer<typeof Comment>;
export const Comments = z.looseObject({ comments: z.array(Comment), total: z.number().optional(), startAt: z.number().default(0) });
export const Written = z.looseObject({ id: Id });

const Listed = z.looseObject({ id: Id, key: z.string(), fields: z.looseObject({ summary: z.string().nullish(), updated: Time.optional() }).default({}), properties: z.record(z.string(), z.unknown()).nullish() });
export const Bulk = z.looseObject({ issues: z.array(Listed) });
export const Found = z.looseObject({
  issues: z.array(Listed),
  // Cloud pages by token, Data Center by place.
  nextPageToken: z.string().nullish(), isLast: z.boolean().nullish(), total: z.number().nullish(), startAt: z.number().nullish(),
});

export const Transitions = z.looseObject({ transitions: z.array(z.looseObject({ id: Id, name: z.string().default(""), to: Status, fields: z.record(z.string(), z.looseObject({ required: z.boolean().nullish(), allowedValues: z.array(z.looseObject({ name: z.string().nullish() })).nullish() })).nullish() })) });
export type Transition = z.infer<typeof Transitions>["transitions"][number];
export const ProjectStatuses = z.array(z.looseObject({ name: z.string(), statuses: z.array(Status) }));

export const MadeIssue = z.looseObject({ id: Id, key: z.string() });
export const MadeRequest = z.looseObject({ issueId: Id, issueKey: z.string() });
export const Components = z.array(Named);
export const RequestFields = z.looseObject({ requestTypeFields: z.array(z.looseObject({ fieldId: z.string(), name: z.string().default(""), required: z.boolean().default(false) })) });
export const TemporaryFiles = z.looseObject({ temporaryAttachments: z.array(z.looseObject({ temporaryAttachmentId: z.string() })).min(1) });

export const Myself = Person.extend({ timeZone: z.string().nullish() });
export const ServerInfo = z.looseObject({ version: z.string().nullish(), deploymentType: z.string().nullish(), serverTime: z.string().nullish() });
export const MyPermissions = z.looseObject({ permissions: z.record(z.string(), z.looseObject({ havePermission: z.boolean() })) });

/** Our key, as it stands in the property of an issue. */
export const keyIn = (properties: Readonly<Record<string, unknown>> | null | undefined): string | null => {
  const parsed = Property.safeParse(properties?.[PROPERTY]);
  return (parsed.success ? parsed.data.key : null) ?? null;
};
export const PROPERTY = "vigie";
export const nameOf = (person: z.infer<typeof Person> | null | undefined): string | null => person?.displayName ?? person?.name ?? person?.accountId ?? null;
