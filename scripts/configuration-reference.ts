// docs/configuration.md: every setting, made from the schema that checks them.
import { configSchema, FROM_ENVIRONMENT } from "../src/config/index.ts";

type Schema = {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
};

const INTRODUCTION = `# Configuration

\`vigie start --config vigie.yaml\` reads one YAML file. Everything has a default but what names your organisations and where
to listen. A mistake is told in one line, with its place in the file. Made from \`src/config/schema.ts\` by \`npm run gen\`.

\`\`\`yaml
api: {port: 8080}
listeners:
  - {name: syslog, protocol: syslog-tcp, port: 5514}
  - {name: relp, protocol: relp, port: 2514}
  - {name: http, protocol: http, port: 9200}        # Elasticsearch bulk, Splunk HEC, OTLP, NDJSON
tenants:
  - id: acme
    name: Acme SA
    sources:
      - name: workstations
        technology: windows
        claim: {token: "a long random text"}       # what Winlogbeat shows as its API key
      - name: firewalls
        technology: fortigate
        timezone: Europe/Paris
        claim: {addresses: [192.0.2.0/28]}
      - name: this-machine
        tail: [/var/log/auth.log, /var/log/nginx/*.log]
\`\`\`

| setting | type | default | what it is |
|---|---|---|---|
`;

/** The text of docs/configuration.md. */
export function configurationReference(): string {
  const rows = rowsOf(configSchema() as Schema, "").map((cells) => `| ${cells.join(" | ")} |`);
  const variables = Object.entries(FROM_ENVIRONMENT).map(([name, { path }]) => `| \`${name}\` | \`${path.join(".")}\` |`);
  return `${INTRODUCTION}${rows.join("\n")}\n\n## From the environment\n\nThese go before the file.\n\n| variable | setting |\n|---|---|\n${variables.join("\n")}\n| \`VIGIE_DATA\` | \`--data\` |\n`;
}

function rowsOf({ properties = {}, required = [] }: Schema, under: string): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = under === "" ? name : `${under}.${name}`;
    const inner = schema.properties === undefined ? schema.items : schema;
    const innerPath = schema.items === undefined ? path : `${path}[]`;
    if (inner?.properties !== undefined) return [[`\`${innerPath}\``, schema.items === undefined ? "section" : "list", "", schema.description ?? ""], ...rowsOf(inner, innerPath)];
    return [[`\`${path}\``, typeOf(schema), required.includes(name) && schema.default === undefined ? "required" : defaultOf(schema), schema.description ?? ""]];
  });
}

function typeOf({ type = "text", enum: words, items, minimum, maximum, minLength }: Schema): string {
  if (words !== undefined) return words.map((word) => `\`${String(word)}\``).join(", ");
  if (type === "array") return `list of ${items?.enum === undefined ? "texts" : typeOf(items)}`;
  if (type === "integer") return minimum === undefined || maximum === undefined || maximum > 1e15 ? "number" : `${minimum}…${maximum}`;
  return minLength !== undefined && minLength > 1 ? `text of ${minLength} or more` : "text";
}

const defaultOf = ({ default: value }: Schema): string => (value === undefined ? "none" : `\`${JSON.stringify(value)}\``);
