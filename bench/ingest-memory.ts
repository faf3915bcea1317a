import { readdirSync, readFileSync } from "node:fs";

/** Resident memory of a process and all below it, in MB; the pages that several of them share are counted once (PSS). */
export function memoryOfTree(root: number): number {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const sum = (pid: number): number => pssOf(pid) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), 0);
  return Math.round(sum(root) / 1024);
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
