// A real OpenSSH server, started by an ordinary user on a port of its own, with keys of its own.
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll } from "vitest";

const run = promisify(execFile);
const SSHD = "/usr/sbin/sshd";

export type Sshd = { readonly port: number; readonly folder: string; readonly user: string; readonly privateKey: string; readonly hostKey: string };

/** Whether there is one to start. */
export const hasSshd = (): Promise<boolean> => access(SSHD).then(() => true, () => false);

/** Starts it; `folder` is where files are put. It ends with the file's tests. */
export async function startSshd(): Promise<Sshd> {
  const home = await mkdtemp(join(tmpdir(), "vigie-test-sshd-"));
  const folder = join(home, "drop");
  await mkdir(folder);
  for (const name of ["host", "client"]) await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(home, name)]);
  await writeFile(join(home, "authorized_keys"), await readFile(join(home, "client.pub")));
  await chmod(join(home, "authorized_keys"), 0o600);
  const port = await freePort();
  const settings = [`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${join(home, "host")}`, `AuthorizedKeysFile ${join(home, "authorized_keys")}`, `PidFile ${join(home, "pid")}`, "UsePAM no", "StrictModes no", "PasswordAuthentication no", "Subsystem sftp internal-sftp -R"];
  await writeFile(join(home, "config"), `${settings.join("\n")}\n`);
  // Root's sshd wants it; others do not need it.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  const sshd = spawn(SSHD, ["-D", "-e", "-f", join(home, "config")], { stdio: "ignore" });
  afterAll(async () => {
    sshd.kill();
    await rm(home, { recursive: true, force: true });
  });
  for (let tries = 0; tries < 100 && !(await answers(port)); tries++) await wait(50);
  const blob = (await readFile(join(home, "host.pub"), "utf8")).split(" ")[1] ?? "";
  const hostKey = `SHA256:${createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64").replace(/=+$/, "")}`;
  return { port, folder, user: userInfo().username, privateKey: await readFile(join(home, "client"), "utf8"), hostKey };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function answers(port: number): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => { socket.destroy(); done(true); });
    socket.on("error", () => done(false));
  });
}
