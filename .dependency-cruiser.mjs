// Who may import whom; ARCHITECTURE.md says it in words. Run by scripts/check-direction.ts.

// The data's way. A folder may import the folders before it, never one after it. Folders that do not exist yet are
// named already, so that they find their place kept.
const WAY = [
  "identity", "tenants", "sources", "spool", "parsers", "normalise", "cmdb", "enrich", "detect", "packs", "rulesets", "events",
  "collection", "detections", "hunt", "retro", "timeline", "clocks", "alerts", "incidents", "escalations", "requests", "playbooks", "notify", "improve", "service", "reports",
];
const PURE = ["core", "contract", "parsers", "normalise", "detect"];
// Packages that are functions of their input too.
const PURE_PACKAGES = ["zod", "js-yaml", "re2js"];
const ADAPTERS = ["api", "cli"];
// Puts the parts of one process together; nothing but the command line starts it.
const ROLES = "^src/roles/";
const DATABASE = "(?:^|/)node_modules/(?:drizzle-orm|kysely|pg)/";

const one = (names) => `(?:${names.join("|")})`;
const packages = (names) => `(?:^|/)node_modules/${one(names)}/`;
const TEST = "[.]test[.]tsx?$";
const DOOR = "^src/(?:[^/]+|detect/[^/]+|events/filter)/index[.]ts$";

const forward = WAY.slice(0, -1).map((stage, i) => ({
  name: `forward-only-${stage}`,
  severity: "error",
  comment: `${stage} must not know what happens to its output later; return it, and let src/pipeline.ts pass it on.`,
  from: { path: `^src/${stage}/`, pathNot: TEST },
  to: { path: `^src/${one(WAY.slice(i + 1))}/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...forward,
    {
      name: "pure-stays-pure",
      severity: "error",
      comment: "Parsing and detection are functions of their input: no disk, net, clock, database or framework. Pass in what is needed.",
      from: { path: `^src/${one(PURE)}/`, pathNot: TEST },
      to: { pathNot: [`^src/${one(PURE)}/`, packages(PURE_PACKAGES)] },
    },
    {
      name: "core-imports-nothing",
      severity: "error",
      comment: "Every folder stands on core. What needs an import belongs in a folder of its own.",
      from: { path: "^src/core/", pathNot: TEST },
      to: { pathNot: "^src/core/" },
    },
    {
      name: "sigma-stands-alone",
      severity: "error",
      comment: "src/detect/sigma is free to leave as a package: of ours it imports core alone, and from npm js-yaml and re2js.",
      from: { path: "^src/detect/sigma/", pathNot: TEST },
      to: { pathNot: ["^src/(?:core|detect/sigma)/", packages(["js-yaml", "re2js"])] },
    },
    {
      name: "front-door",
      severity: "error",
      comment: "From another folder, import its index.ts; what it does not export is its own business.",
      from: { path: "^src/([^/]+)/", pathNot: TEST },
      to: { path: "^src/[^/]+/.+", pathNot: ["^src/$1/", DOOR, "^src/(?:core|contract)/"] },
    },
    {
      name: "front-door-sigma",
      severity: "error",
      comment: "Import src/detect/sigma/index.ts; what it does not export is its own business.",
      from: { path: "^src/detect/", pathNot: ["^src/detect/sigma/", TEST] },
      to: { path: "^src/detect/sigma/.+", pathNot: DOOR },
    },
    {
      name: "front-door-outside",
      severity: "error",
      comment: "Import the folder's index.ts; what it does not export is its own business.",
      from: { path: "^(?:src/[^/]+[.]ts$|bench/|scripts/)", pathNot: TEST },
      to: { path: "^src/[^/]+/.+", pathNot: [DOOR, "^src/(?:core|contract)/", `^src/${one(ADAPTERS)}/`] },
    },
    {
      name: "adapters-are-thin",
      severity: "error",
      comment: "A route or command calls a verb; it never talks to the database itself.",
      from: { path: `^src/${one(ADAPTERS)}/`, pathNot: TEST },
      to: { path: `^src/[^/]+/repo[.]ts$|${DATABASE}` },
    },
    {
      name: "nobody-imports-adapters",
      severity: "error",
      comment: "Move what two need into the folder whose noun it is; src/api and src/cli only call it.",
      from: { path: "^src/", pathNot: [`^src/${one(ADAPTERS)}/`, ROLES, "^src/main[.]ts$"] },
      to: { path: `^src/${one(ADAPTERS)}/` },
    },
    {
      name: "sql-lives-in-repos",
      severity: "error",
      comment: "Write the query in the folder's repo.ts and call it from here.",
      from: { path: "^src/", pathNot: ["/repo[.]ts$", "^src/(?:store|events)/", TEST] },
      to: { path: DATABASE },
    },
    {
      name: "web-sees-only-the-contract",
      severity: "error",
      comment: "What the web app needs to know of the server is in src/contract/.",
      from: { path: "^web/" },
      to: { path: "^src/", pathNot: "^src/contract/" },
    },
    {
      name: "the-product-stands-alone",
      severity: "error",
      comment: "src/ runs without tests, benchmarks, scripts and development packages.",
      from: { path: "^src/", pathNot: TEST },
      to: { path: "^(?:test|bench|scripts)/" },
    },
    {
      name: "no-development-package",
      severity: "error",
      comment: "src/ runs where only `dependencies` of package.json are installed.",
      from: { path: "^src/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "The import leads nowhere; write the path with its .ts, or add the package to package.json.",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "Two files that import each other are one; move what both need into a third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      comment: "Nothing imports this file and it imports nothing: use it or delete it.",
      from: { orphan: true, pathNot: [TEST, "^src/(?:main|pipeline)[.]ts$", "[.]d[.]ts$"] },
      to: {},
    },
  ],
  options: {
    // TypeScript 7 has no compiler API for dependency-cruiser to parse with: without swc it would read no module and pass.
    parser: "swc",
    // Type-only imports count: a type is knowledge too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".json"], exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
