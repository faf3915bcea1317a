import { z } from "zod";
import { ReadTemplate, Template } from "./template.ts";

const Place = z.string().max(200).describe("where it stands in the answer: names and numbers with dots between them, as ticket.id or items.0.name");
const action = (body: Template["body"]) => Template.nullable().default({ method: "POST", path: "", query: {}, body }).describe("null: it cannot, and says so");

/** What a receiver is sent. Without templates of its own it gets one message for each action, told apart by `action`. */
export const WriteOptions = z.strictObject({
  create: Template.default({ method: "POST", path: "", query: {}, body: { action: "{action}", key: "{key}", title: "{title}", text: "{text}", queue: "{queue}", priority: "{priority}", asset: "{asset}", dueAt: "{dueAt}" } }),
  update: action({ action: "{action}", id: "{id}", title: "{title}", queue: "{queue}", priority: "{priority}" }),
  comment: action({ action: "{action}", key: "{key}", id: "{id}", text: "{text}", visibility: "{visibility}" }),
  transition: action({ action: "{action}", id: "{id}", state: "{state}", note: "{note}" }),
  attach: action({ action: "{action}", id: "{id}", file: { name: "{fileName}", type: "{fileType}", base64: "{fileBase64}" } }),
  id: Place.nullable().default(null).describe("where the answer to create has the id; null: it has none, and our key is the id"),
  commentId: Place.nullable().default(null).describe("where the answer to comment has the comment's id"),
  answers: z.enum(["json", "anything"]).default("json").describe("json: a page that is no JSON is no success, as that of a proxy; an empty answer is"),
});
export type WriteOptions = z.infer<typeof WriteOptions>;

const Found = z.strictObject({ ...ReadTemplate.shape, items: Place.default(""), id: Place, key: Place.describe("our key, or a title that begins with it in brackets") });
const Comments = z.strictObject({ items: Place, id: Place, at: Place, author: Place, text: Place, internal: Place.nullable().default(null).describe("true where it is internal") });
const Read = z.strictObject({
  ...ReadTemplate.shape, title: Place, state: Place, number: Place.nullable().default(null), url: Place.nullable().default(null), queue: Place.nullable().default(null), priority: Place.nullable().default(null),
  assignee: Place.nullable().default(null), comments: Comments.nullable().default(null), texts: z.enum(["plain", "html"]).default("plain").describe("of comments"),
});

/** The same for one that can be read back. */
export const ReadOptions = z.strictObject({ ...WriteOptions.shape, id: Place.describe("where the answer to create has the id"), find: Found, read: Read });
export type ReadOptions = z.infer<typeof ReadOptions>;
