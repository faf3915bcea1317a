// Plain lines for who speaks no protocol: curl, a script, a device that can post.
import { type Dialect, json, mediaType, REFUSALS, type Route } from "./dialect.ts";
import { eachNewline } from "./lines.ts";
import { splitDocuments } from "./split-documents.ts";

const ingest: Route = {
  needs: "body",
  answer: async ({ body, headers, bounds: { maxLines }, deliver }) => {
    const type = mediaType(headers);
    const lines = type === "application/json" ? splitDocuments(body, maxLines) : { ok: true as const, ...eachNewline(body, maxLines, type === "text/plain") };
    if (!lines.ok) return json(400, { error: `The body is no JSON at byte ${lines.at}: ${lines.reason}. Nothing of it was kept.` });
    await deliver(lines);
    return json(200, { received: lines.json.length + lines.text.length });
  },
};

const elsewhere: Route = { needs: "nothing", answer: () => json(405, { error: "Send lines with POST." }) };

/** `POST /ingest`: NDJSON, a JSON document or a list of them, or text. */
export const ndjson: Dialect = {
  transport: "ndjson",
  route: (method, [first, ...rest]) => (first !== "ingest" || rest.length > 0 ? undefined : method === "POST" ? ingest : elsewhere),
  refuse: ({ why, text }) => json(REFUSALS[why], { error: text }),
};
