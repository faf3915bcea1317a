// Numbers of the system calls that rules and people ask for, from Linux' syscall tables; auditd's ENRICHED format names them itself.

const X86_64: Readonly<Record<string, string>> = {
  "0": "read", "1": "write", "2": "open", "3": "close", "9": "mmap", "10": "mprotect", "41": "socket", "42": "connect", "43": "accept", "49": "bind", "50": "listen",
  "56": "clone", "57": "fork", "58": "vfork", "59": "execve", "62": "kill", "76": "truncate", "77": "ftruncate", "82": "rename", "83": "mkdir", "84": "rmdir", "85": "creat",
  "86": "link", "87": "unlink", "88": "symlink", "90": "chmod", "91": "fchmod", "92": "chown", "93": "fchown", "94": "lchown", "101": "ptrace", "105": "setuid", "106": "setgid",
  "117": "setresuid", "119": "setresgid", "132": "utime", "133": "mknod", "135": "personality", "155": "pivot_root", "159": "adjtimex", "161": "chroot", "164": "settimeofday",
  "165": "mount", "166": "umount2", "169": "reboot", "170": "sethostname", "171": "setdomainname", "175": "init_module", "176": "delete_module", "188": "setxattr",
  "246": "kexec_load", "257": "openat", "258": "mkdirat", "260": "fchownat", "263": "unlinkat", "264": "renameat", "265": "linkat", "266": "symlinkat", "268": "fchmodat",
  "272": "unshare", "288": "accept4", "304": "open_by_handle_at", "308": "setns", "310": "process_vm_readv", "311": "process_vm_writev", "313": "finit_module",
  "316": "renameat2", "319": "memfd_create", "320": "kexec_file_load", "321": "bpf", "322": "execveat", "425": "io_uring_setup", "435": "clone3", "437": "openat2",
};
const AARCH64: Readonly<Record<string, string>> = {
  "33": "mknodat", "34": "mkdirat", "35": "unlinkat", "36": "symlinkat", "37": "linkat", "38": "renameat", "39": "umount2", "40": "mount", "41": "pivot_root", "45": "truncate",
  "46": "ftruncate", "51": "chroot", "52": "fchmod", "53": "fchmodat", "54": "fchownat", "55": "fchown", "56": "openat", "63": "read", "64": "write", "92": "personality",
  "97": "unshare", "104": "kexec_load", "105": "init_module", "106": "delete_module", "117": "ptrace", "129": "kill", "142": "reboot", "144": "setgid", "146": "setuid",
  "147": "setresuid", "149": "setresgid", "161": "sethostname", "170": "settimeofday", "198": "socket", "200": "bind", "201": "listen", "202": "accept", "203": "connect",
  "220": "clone", "221": "execve", "226": "mprotect", "268": "setns", "270": "process_vm_readv", "271": "process_vm_writev", "273": "finit_module", "276": "renameat2",
  "279": "memfd_create", "280": "bpf", "281": "execveat", "294": "kexec_file_load", "435": "clone3", "437": "openat2",
};
const I386: Readonly<Record<string, string>> = {
  "5": "open", "8": "creat", "10": "unlink", "11": "execve", "15": "chmod", "26": "ptrace", "38": "rename", "102": "socketcall", "128": "init_module", "129": "delete_module",
  "136": "personality", "295": "openat", "350": "finit_module", "356": "memfd_create", "358": "execveat", "359": "socket", "362": "connect",
};
// audit's architecture numbers, linux/audit.h.
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  c000003e: X86_64, x86_64: X86_64, c00000b7: AARCH64, aarch64: AARCH64, "40000003": I386, i386: I386,
};

/** The name of a system call by audit's architecture and number; a name stays what it is. */
export function syscallName(arch: string, number: string): string | undefined {
  if (!/^\d+$/.test(number)) return number === "" ? undefined : number;
  const table = Object.hasOwn(TABLES, arch) ? TABLES[arch]! : undefined;
  return table !== undefined && Object.hasOwn(table, number) ? table[number] : undefined;
}
