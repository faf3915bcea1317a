const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "is a folder",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "name is too long",
  EMFILE: "too many open files",
  EIO: "the disk could not read it",
};

/** Why the operating system refused. Anything else that was thrown is a bug, and is thrown on. */
export function explain(error: unknown): string {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error)) throw error;
  return REASONS[error.code] ?? error.message;
}
