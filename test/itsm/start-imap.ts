// Debian's Dovecot as the mailbox of a test: without root, on a port of its own, from a configuration in a folder of its own;
// and an SMTP server that delivers into its Maildirs, as a mail system does.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

const DOVECOT = "/usr/sbin/dovecot";

const isThere = (): boolean => existsSync(DOVECOT) && existsSync("/usr/lib/dovecot/imap");

/** Installs it where it is missing, which only root can. */
function needImap(): void {
  if (isThere()) return;
  if (process.getuid?.() !== 0) throw new Error("Dovecot is missing. As root: apt-get install --no-install-recommends dovecot-imapd");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { env, stdio: "pipe" });
  execFileSync("apt-get", ["-o", "DPkg::Lock::Timeout=600", "install", "-y", "-qq", "--no-install-recommends", "dovecot-imapd"], { env, stdio: "pipe" });
  if (!isThere()) throw new Error("Dovecot was installed, and is not where it was looked for.");
}

export type MailSystem = {
  readonly imapUrl: string;
  readonly smtpUrl: string;
  readonly password: string;
  /** What the SMTP server does next with a mail: refuses it, or takes it and is gone before it says so. */
  readonly smtp: { next: "takes" | "refuses" | "later" | "cuts before" | "cuts after" };
  /** All mails of a mailbox, as they arrived. */
  readonly mails: (address: string) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
};

/** Starts both, with a mailbox for each address. */
export async function startMailSystem(addresses: readonly string[]): Promise<MailSystem> {
  needImap();
  const home = await mkdtemp(join(tmpdir(), "vigie-imap-"));
  const password = randomBytes(12).toString("hex");
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? "www-data" : userInfo().username;
  const [uid, gid] = isRoot ? ["-u", "-g"].map((which) => Number(execFileSync("id", [which, user], { encoding: "utf8" }))) : [userInfo().uid, userInfo().gid];
  const port = await freePort();
  const own = async (path: string): Promise<void> => chown(path, uid ?? 0, gid ?? 0);
  for (const folder of ["run", "state", "mail"]) await mkdir(join(home, folder));
  await writeFile(join(home, "users"), addresses.map((address) => `${address}:{PLAIN}${password}::::::\n`).join(""));
  await writeFile(join(home, "dovecot.conf"), configuration({ home, port, user, group: execFileSync("id", ["-gn", user], { encoding: "utf8" }).trim(), uid: uid ?? 0 }));
  for (const path of ["", "run", "state", "mail", "users", "dovecot.conf"]) await own(join(home, path));
  const log: string[] = [];
  const dovecot = spawn(DOVECOT, ["-F", "-c", join(home, "dovecot.conf")], { ...(isRoot ? { uid: uid ?? 0, gid: gid ?? 0 } : {}), stdio: ["ignore", "pipe", "pipe"], env: { PATH: "/usr/sbin:/usr/bin:/bin", HOME: home } });
  for (const stream of [dovecot.stdout, dovecot.stderr]) stream.on("data", (part: Buffer) => log.push(part.toString("utf8")));
  for (let n = 0; !(await answers(port)); n++) {
    if (n === 100 || dovecot.exitCode !== null) throw new Error(`Dovecot did not start: ${log.join("")}${await readFile(join(home, "log"), "utf8").catch(() => "")}`);
    await wait(100);
  }
  const smtp: MailSystem["smtp"] = { next: "takes" };
  let count = 0;
  const deliver = async (address: string, mail: Buffer): Promise<void> => {
    const maildir = join(home, "mail", address);
    for (const folder of ["", "tmp", "new", "cur"]) {
      await mkdir(join(maildir, folder), { recursive: true });
      await own(join(maildir, folder));
    }
    const name = `${Date.now()}.${++count}.test`;
    await writeFile(join(maildir, "tmp", name), mail);
    await own(join(maildir, "tmp", name));
    await rename(join(maildir, "tmp", name), join(maildir, "new", name));
  };
  const server = smtpServer({ password, smtp, deliver: async (to, mail) => { for (const address of to) if (addresses.includes(address)) await deliver(address, mail); } });
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  const smtpPort = (server.server.address() as { readonly port: number }).port;
  return {
    imapUrl: `imap://127.0.0.1:${port}`, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, password, smtp,
    mails: async (address) => {
      const folders = await Promise.all(["new", "cur"].map((folder) => readdir(join(home, "mail", address, folder)).then((names) => names.map((name) => join(home, "mail", address, folder, name)), () => [])));
      return Promise.all(folders.flat().toSorted().map((path) => readFile(path, "utf8")));
    },
    stop: async () => {
      await new Promise<void>((done) => { server.close(done); });
      dovecot.kill("SIGTERM");
      for (let n = 0; n < 50 && dovecot.exitCode === null && dovecot.signalCode === null; n++) await wait(100);
      dovecot.kill("SIGKILL");
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** One user for everything, nothing chrooted: what a server without root can be. */
const configuration = ({ home, port, user, group, uid }: { readonly home: string; readonly port: number; readonly user: string; readonly group: string; readonly uid: number }): string => `
protocols = imap
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = ${uid}
mail_location = maildir:${home}/mail/%u
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
passdb {
  driver = passwd-file
  args = username_format=%u ${home}/users
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${home}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

type SmtpDoes = { readonly password: string; readonly smtp: MailSystem["smtp"]; readonly deliver: (to: readonly string[], mail: Buffer) => Promise<void> };

function smtpServer({ password, smtp, deliver }: SmtpDoes): SMTPServer {
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["STARTTLS"], logger: false,
    onAuth: ({ username = "", password: said }, _session, done) => (said === password ? done(null, { user: username }) : done(new Error("535 wrong password"))),
    onData: (stream, session, done) => {
      const does = smtp.next;
      smtp.next = "takes";
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (does === "refuses") return done(Object.assign(new Error("554 we do not take this"), { responseCode: 554 }));
        if (does === "later") return done(Object.assign(new Error("451 come back"), { responseCode: 451 }));
        const cut = (): void => {
          for (const socket of sockets) socket.destroy();
        };
        if (does === "cuts before") return cut();
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void (async () => {
          await deliver(to, Buffer.concat(parts));
          if (does === "cuts after") cut();
          else done();
        })();
      });
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return server;
}

const freePort = (): Promise<number> => new Promise((done, fail) => {
  const server = createServer().on("error", fail).listen(0, "127.0.0.1", () => {
    const { port } = server.address() as { readonly port: number };
    server.close(() => done(port));
  });
});

const answers = (port: number): Promise<boolean> => new Promise((done) => {
  const socket = connect(port, "127.0.0.1").on("data", () => { socket.destroy(); done(true); }).on("error", () => done(false));
});
