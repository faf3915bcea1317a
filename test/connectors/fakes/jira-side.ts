// The fake of Jira as the contract suite asks of one: what people do there, and what it holds.
import { jira } from "../../../src/requests/connectors/jira/index.ts";
import type { OtherSide } from "../other-side.ts";
import { startJira } from "./jira.ts";
import type { JiraFakeOptions } from "./jira-world.ts";

export async function jiraSide({ flavour, isService = false, zone = "America/New_York" }: JiraFakeOptions): Promise<OtherSide> {
  const fake = await startJira({ flavour, isService, zone });
  const isCloud = flavour === "cloud";
  const bodyOf = (text: string): unknown => (isCloud ? { type: "doc", version: 1, content: text.split("\n").map((line) => ({ type: "paragraph", content: line === "" ? [] : [{ type: "text", text: line }] })) } : text);
  return {
    kind: jira, url: fake.url, secrets: { token: fake.token },
    options: { flavour, project: "SOC", internalRole: "Developers", ...(isCloud ? { user: fake.user } : {}), ...(isService ? { service: { deskId: "4", requestTypeId: "25" } } : {}) },
    queues: ["Network", "Service Desk"], priority: "High", working: "In Progress", ended: isService ? "Resolved" : "Done",
    person: {
      comment: async (id, text, visibility) => fake.comment(id, bodyOf(text), visibility === "internal"),
      // Nobody writes HTML into Jira: these are the same words in what people write there.
      commentMarkup: async (id) => fake.comment(id, isCloud ? RICH : WIKI, false),
      move: async (id, state) => fake.change(id, { status: state }),
      rename: async (id, title) => fake.change(id, { summary: title }),
      attach: async (id, { name, type, data }) => fake.attach(id, name, type, data),
      merge: null,
      remove: async (id) => fake.remove(id),
    },
    count: async (key) => [...fake.issues.values()].filter(({ summary, properties }) => summary.startsWith(`[${key}]`) || (properties.get("vigie") as { key?: string } | undefined)?.key === key).length,
    look: async (id) => ({ title: fake.issues.get(id)?.summary ?? "", state: fake.issues.get(id)?.status ?? "" }),
    stop: fake.stop,
  };
}

const text = (words: string, ...marks: readonly object[]): object => ({ type: "text", text: words, ...(marks.length === 0 ? {} : { marks }) });
const item = (words: string): object => ({ type: "listItem", content: [{ type: "paragraph", content: [text(words)] }] });
const RICH = {
  type: "doc", version: 1,
  content: [
    { type: "paragraph", content: [text("Hello "), text("the team", { type: "strong" }), text(", see "), text("the page", { type: "link", attrs: { href: "https://example.org/page" } }), text(".")] },
    { type: "bulletList", content: [item("first point"), item("second & last")] },
    { type: "mediaSingle", content: [{ type: "media", attrs: { type: "external", url: "javascript:alert(3)", alt: "onerror" } }] },
  ],
};
const WIKI = "Hello *the team*, see [the page|https://example.org/page].\n* first point\n* second & last\n!x.png|onerror=alert(3)!";
