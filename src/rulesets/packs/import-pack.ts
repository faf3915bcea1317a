import { join } from "node:path";
import { type Caller, DomainError } from "../../core/index.ts";
import type { Refusal, RuleFile } from "../../detect/index.ts";
import { record, type State, storableText, type SystemDb, withSystem } from "../../store/index.ts";
import { lockRulesets, nextVersion } from "../repo.ts";
import { refusal, type Unpacked } from "./archive.ts";
import { checkApart } from "./check-apart.ts";
import { type Checked, checkRules } from "./check-rules.ts";
import { type Difference, difference } from "./difference.ts";
import { digestOfFiles } from "./pack-file.ts";
import { readFolder } from "./read-folder.ts";
import { ensurePack, insertFiles, insertVersion, listFiles, listVersions, type PackVersion } from "./repo.ts";

export type PackImport = {
  readonly pack: string;
  /** Name of the archive or folder, for people. */
  readonly source: string;
  readonly unpacked: Unpacked;
};

/** What an import did: `created` is false when the newest version has these very files already. */
export type ImportReport = { readonly created: boolean; readonly version: PackVersion; readonly others: number; readonly difference: Difference };

/** Names of packs that are not for importing. */
export const BUILTIN = "builtin";
export const OWN = "own";
const KEPT: Readonly<Record<string, string>> = { [BUILTIN]: "rules that are shipped", [OWN]: "tenants' own rules" };
const SHIPPED = join(import.meta.dirname, "../../../content/rules");
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Imports a pack as its next version. What a file holds never refuses the import; it is in the report. */
export async function importPack(state: State, caller: Caller, wanted: PackImport): Promise<ImportReport> {
  const { pack } = wanted;
  if (!NAME.test(pack)) throw new DomainError("invalid", `${JSON.stringify(pack)} is no name for a pack: use lower-case letters, digits and hyphens, as in sigmahq-core.`);
  if (Object.hasOwn(KEPT, pack)) throw new DomainError("invalid", `The name ${pack} is kept for the ${KEPT[pack]}: choose another.`);
  const { files, unread } = storable(wanted.unpacked);
  return store(state, caller, { ...wanted, unread, checked: await checkApart({ pack, files }) }, "imported");
}

/** Brings the shipped rules into the state, at each start; they are a new version when the program was updated. */
export async function importShippedRules(state: State, caller: Caller): Promise<ImportReport> {
  const unpacked = await readFolder(SHIPPED);
  return store(state, caller, { pack: BUILTIN, source: "content/rules", unpacked, unread: unpacked.unread, checked: checkRules(BUILTIN, unpacked.files) }, "builtin");
}

type Ready = PackImport & { readonly unread: readonly Refusal[]; readonly checked: Checked };

async function store(state: State, caller: Caller, { pack, source, unpacked, unread, checked }: Ready, origin: "builtin" | "imported"): Promise<ImportReport> {
  requireRules(checked);
  const { files, refused, ...counts } = checked;
  const digest = digestOfFiles(files);
  return withSystem(state, async (db) => {
    await ensurePack(db, pack, origin, caller.now);
    await lockRulesets(db);
    const [last] = await listVersions(db, pack);
    const before = last === undefined ? [] : await listFiles(db, pack, last.version);
    const told = { others: unpacked.others, difference: difference(before, files) };
    if (last?.digest === digest) return { created: false, version: last, ...told };
    const rulesetVersion = await nextVersion(db, caller.now);
    const next = { pack, version: (last?.version ?? 0) + 1, rulesetVersion, digest };
    const version: PackVersion = { ...next, importedAt: caller.now, importedBy: caller.who, source, ...counts, refused: [...unread, ...refused] };
    await insertVersion(db, version);
    await insertFiles(db, pack, version.version, files);
    await journal(db, caller, version);
    return { created: true, version, ...told };
  });
}

/** Refuses what holds nothing to import. */
function requireRules({ files, rules, correlations, refused: [first] }: Checked): void {
  if (rules + correlations > 0) return;
  if (files.length === 0) throw new DomainError("invalid", "There is no rule in it: give an archive or a folder with .yml files.");
  const example = first === undefined ? "" : `; the first: ${first.path}: ${first.reason}. ${first.hint}`;
  throw new DomainError("invalid", `None of its ${files.length} files holds a rule that can be used${example}`);
}

/** Parts off what the database cannot hold. */
function storable({ files, unread }: Unpacked): Pick<Unpacked, "files" | "unread"> {
  const [bad, good] = [files.filter(isBad), files.filter((file) => !isBad(file))];
  const refused = bad.map(({ path }) => refusal(storableText(path), "the file or its name holds a NUL character", "Save it as UTF-8 text."));
  return { files: good, unread: [...unread, ...refused] };
}

const isBad = ({ path, text }: RuleFile): boolean => path.includes("\0") || text.includes("\0");

async function journal(db: SystemDb, caller: Caller, { pack, version, rulesetVersion, source, rules, correlations, filters, refused }: PackVersion): Promise<void> {
  const details = { version, rulesetVersion, source, rules, correlations, filters, refused: refused.length };
  await record(db, caller, { action: "rule-pack.imported", subject: pack, details });
}
