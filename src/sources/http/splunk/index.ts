// Splunk's HTTP Event Collector. Splunk Enterprise, "HTTP Event Collector REST API endpoints".
import { type Call, type Dialect, json, type Reply, type Route, type Why } from "../dialect.ts";
import { eachNewline } from "../lines.ts";
import { channelOf, nextAck, readAcks } from "./acknowledgements.ts";
import { HEC, type HecCode } from "./codes.ts";
import { frameEvents } from "./frame-events.ts";

/** Splunk HEC: `/services/collector` and what lies below it. */
export const splunk: Dialect = {
  transport: "hec",
  route: (method, [services, collector, ...rest]) => {
    if (services !== "services" || collector !== "collector") return undefined;
    const route = ROUTES.get(rest.join("/"));
    return route === undefined ? unknown : (route[method] ?? wrongMethod);
  },
  refuse: ({ why, text }) => (typeof CODES[why] === "number" ? json(CODES[why], { text, code: HEC.badFormat.code }) : say(CODES[why])),
};

const event: Route = {
  needs: "body",
  answer: async (call) => {
    const channel = channelOf(call);
    if ("code" in channel) return say(channel);
    const { lines, wrong } = frameEvents(call.body, call.bounds.maxLines);
    if (lines.length === 0 && wrong === undefined) return say(HEC.noData);
    if (lines.length > 0) await call.deliver({ json: lines, text: [] });
    return wrong === undefined ? received(channel.id) : say(wrong, { "invalid-event-number": lines.length });
  },
};

const raw: Route = {
  needs: "body",
  answer: async (call) => {
    const channel = channelOf(call);
    if ("code" in channel) return say(channel);
    const lines = eachNewline(call.body, call.bounds.maxLines);
    if (lines.json.length + lines.text.length === 0) return say(HEC.noData);
    await call.deliver(lines);
    return received(channel.id);
  },
};

const ack: Route = {
  needs: "body",
  answer: (call) => {
    const channel = channelOf(call);
    if ("code" in channel) return say(channel);
    if (channel.id === undefined) return say(HEC.channelMissing);
    const acks = readAcks(call.body);
    return acks === undefined ? say(HEC.badFormat) : json(200, { acks });
  },
};

const health: Route = { needs: "nothing", answer: ({ isFull }: Call) => say(isFull ? HEC.unhealthy : HEC.healthy) };
const unknown: Route = { needs: "nothing", answer: () => json(404, { text: "The requested URL was not found on this server.", code: 404 }) };
const wrongMethod: Route = { needs: "nothing", answer: () => json(405, { text: "Method Not Allowed", code: 405 }) };

type Methods = Readonly<Partial<Record<string, Route>>>;

const ROUTES: ReadonlyMap<string, Methods> = new Map(Object.entries({
  "": { POST: event },
  event: { POST: event },
  "event/1.0": { POST: event },
  raw: { POST: raw },
  "raw/1.0": { POST: raw },
  ack: { POST: ack },
  "ack/1.0": { POST: ack },
  health: { GET: health },
  "health/1.0": { GET: health },
}));

/** What HEC says to each refusal; a number where HTTP says more than any of its codes. */
const CODES: Readonly<Record<Why, HecCode | number>> = {
  "no-token": HEC.tokenRequired,
  "bad-authorization": HEC.badAuthorization,
  "unknown-token": HEC.badToken,
  full: HEC.busy,
  "too-large": 413,
  "bad-body": HEC.badFormat,
  "unknown-encoding": 415,
  failed: HEC.busy,
};

const say = ({ status, code, text }: HecCode, more: object = {}): Reply => json(status, { text, code, ...more });

/** A client that named its channel may ask later whether this batch is durable. It is. */
const received = (channel: string | undefined): Reply => say(HEC.success, channel === undefined ? {} : { ackId: nextAck() });
