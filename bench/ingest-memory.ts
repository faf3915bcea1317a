import { readdirSync, readFileSync } from "node:fs";

/** Resident memory of a process and all below it, in MB; the pages that several of them share are counted once (PSS). */
export function memoryOfTree(root: number): number {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const sum = (pid: number): number => pssOf(pid) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), 0);
  return Math.round(sum(root) / 1024);
}

/** CPU seconds so far of each process of the tree, by what it is, and of this one. */
export function cpuOfTree(root: number): ReadonlyMap<string, number> {
  const all = processes();
  const children = Map.groupBy(all, ({ parent }) => parent);
  const used = new Map<string, number>([["client", cpuOf(process.pid)]]);
  const add = (pid: number): void => {
    const name = nameOf(pid);
    used.set(name, (used.get(name) ?? 0) + cpuOf(pid));
    for (const child of children.get(pid) ?? []) add(child.pid);
  };
  add(root);
  return used;
}

// Of ours what its program is called with, of PostgreSQL's the program.
function nameOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter((word) => word !== "");
    if (words[0]?.includes("postgres") === true) return "postgres";
    const role = words.findIndex((word) => word.endsWith("/main.ts"));
    return role < 0 ? "other" : (words[role + 1] ?? "store");
  } catch {
    return "ended";
  }
}

// proc(5): utime and stime are the 14th and 15th field, in hundredths of a second.
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function processes(): { readonly pid: number; readonly parent: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) }];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
