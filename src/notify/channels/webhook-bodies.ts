// What the receivers of webhooks read. Subject and body hold what was disclosed and nothing else; what would be markup
// for one of them is made plain here all the same.
import type { TenantNotification } from "../repo.ts";

export type WebhookFormat = "slack" | "teams" | "mattermost" | "json";

type Told = Pick<TenantNotification, "id" | "event" | "about" | "subject" | "body" | "language" | "createdAt">;

/** Format → body, as JSON. */
export const BODIES: Readonly<Record<WebhookFormat, (told: Told) => object>> = {
  // api.slack.com/reference/surfaces/formatting: three characters are escaped, mentions and links come in angle brackets.
  slack: ({ subject, body }) => ({ text: escapeSlack(subject), blocks: [{ type: "section", text: { type: "plain_text", emoji: false, text: body.slice(0, 3000) } }] }),
  // An adaptive card in a message, as Teams' workflows take it; its text blocks read markdown.
  teams: ({ subject, body }) => ({
    type: "message",
    attachments: [{
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json", type: "AdaptiveCard", version: "1.4",
        body: [{ type: "TextBlock", weight: "Bolder", wrap: true, text: escapeMarkdown(subject) }, ...body.split("\n").filter((line) => line !== "").map((line) => ({ type: "TextBlock", wrap: true, text: escapeMarkdown(line) }))],
      },
    }],
  }),
  mattermost: ({ subject, body }) => ({ text: `**${escapeMarkdown(subject)}**\n${body.split("\n").map(escapeMarkdown).join("\n")}` }),
  json: ({ id, event, about, subject, body, language, createdAt }) => ({ id, event, ref: about.ref, kind: about.kind, subject, text: body, language, at: createdAt.toISOString() }),
};

const escapeSlack = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// Links of our own stay links; a name must not become a mention, a heading or a link. Underscores and the like stay
// readable: the names that come here have lost them already (disclose.ts).
const escapeMarkdown = (text: string): string => text.replace(/[\\`*#~|[\]<>]/g, (sign) => `\\${sign}`).replace(/@(?=\w)/g, "@\u200b");
