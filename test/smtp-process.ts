// A real SMTP server in a process of its own. What it does with a mail its recipient's name says: refuse, later, cut.
import { SMTPServer } from "smtp-server";

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onAuth: ({ username, password }, _session, done) => (password === "right" ? done(null, { user: username }) : done(new Error("535 wrong password"))),
  onRcptTo: ({ address }, _session, done) => done(address.startsWith("nobody@") ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
  onData: (stream, { envelope: { rcptTo, mailFrom } }, done) => {
    const to = rcptTo.map(({ address }) => address);
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => {
      if (to[0]?.startsWith("later@") === true) return done(Object.assign(new Error("come back"), { responseCode: 451 }));
      process.stdout.write(`${JSON.stringify({ from: mailFrom === false ? "" : mailFrom.address, to, text: Buffer.concat(parts).toString("utf8") })}\n`);
      // It has the mail, and nobody will hear that it has.
      if (to[0]?.startsWith("cut@") === true) process.exit(0);
      return done(null, "kept");
    });
  },
});
server.on("error", () => {});
const listener = server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => process.stdout.write(`${JSON.stringify({ port: (listener.address() as { port: number }).port })}\n`));
