// OpenTelemetry logs over HTTP. OTLP specification 1.x, "OTLP/HTTP".
import { type Dialect, REFUSALS, type Route } from "../dialect.ts";
import { accepted, encodingOf, refusal, RPC } from "./answers.ts";
import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { recordLines, type Records } from "./record-lines.ts";
import { NotOtlp } from "./request.ts";

/** OTLP/HTTP: `POST /v1/logs`, protobuf and JSON. */
export const otlp: Dialect = {
  transport: "otlp",
  route: (method, [version, kind = "", ...rest]) => {
    if (version !== "v1" || rest.length > 0) return undefined;
    if (kind === "logs") return method === "POST" ? logs : wrongMethod;
    return OTHER_KINDS.includes(kind) ? otherKind : undefined;
  },
  refuse: ({ why, text }, headers) => refusal(encodingOf(headers), REFUSALS[why], RPC[why], text),
};

const OTHER_KINDS: readonly string[] = ["metrics", "traces", "profiles"];

const [INVALID_ARGUMENT, UNIMPLEMENTED] = [3, 12];

const logs: Route = {
  needs: "body",
  answer: async ({ headers, body, bounds, deliver }) => {
    const encoding = encodingOf(headers);
    if (encoding === undefined) return refusal(encoding, 415, INVALID_ARGUMENT, "Send Content-Type application/x-protobuf or application/json.");
    let records: Records;
    try {
      const decode = encoding === "json" ? decodeJson : decodeProtobuf;
      records = recordLines(decode(body, bounds.maxOtlpNodes), bounds);
    } catch (error) {
      if (error instanceof NotOtlp) return refusal(encoding, 400, INVALID_ARGUMENT, error.message);
      throw error;
    }
    const { lines, refused, bytes } = records;
    if (lines.length > 0) await deliver({ json: lines, text: [] }, bytes);
    return accepted(encoding, refused);
  },
};

const otherKind: Route = {
  needs: "nothing",
  answer: ({ headers, path }) => refusal(encodingOf(headers), 404, UNIMPLEMENTED, `Vigie takes logs alone, at /v1/logs: switch the export of ${path[1]!} off, or send it elsewhere.`),
};

const wrongMethod: Route = { needs: "nothing", answer: ({ headers }) => refusal(encodingOf(headers), 405, UNIMPLEMENTED, "Send logs with POST.") };
