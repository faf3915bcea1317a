import { z } from "zod";

const Address = z.string().trim().toLowerCase().regex(/^[^\s@<>,;:"]{1,64}@[a-z0-9.-]{1,255}$/, "an address, as noc@client.example");
const Who = z.string().trim().toLowerCase().regex(/^(?:[^\s@<>,;:"]{1,64})?@[a-z0-9.-]{1,255}$/, "an address, or a domain as @client.example");

/** What the settings hold beside the address of the mailbox: imaps://host, or imap://host with STARTTLS. */
export const MailOptions = z.strictObject({
  user: z.string().min(1).max(300).describe("of the mailbox"),
  from: Address.describe("our address: mail to it arrives in the mailbox, and the mailbox is used for nothing else"),
  smtp: z.url({ protocol: /^smtps?$/ }).describe("smtps://host, or smtp://host with STARTTLS"),
  smtpUser: z.string().min(1).max(300).nullable().default(null).describe("null: that of the mailbox"),
  inbox: z.string().min(1).max(200).default("INBOX"),
  sent: z.string().min(1).max(200).default("Sent").describe("where what we sent is kept, made if it is not there"),
  to: Address.nullable().default(null).describe("where requests go whose queue is no address"),
  mayReply: z.array(Who).min(1).max(100).describe("addresses and @domains whose mails are read; all others are named, and not read"),
  mayMove: z.array(Who).max(100).default([]).describe("of those, whose \"status: …\" counts. Anyone can write any sender: leave it empty, or let the mailbox refuse what fails DMARC"),
  stateWord: z.array(z.string().min(1).max(30)).min(1).max(10).default(["status", "state", "statut", "état"]).describe("with which the line begins that says the state"),
  states: z.array(z.string().trim().toLowerCase().min(1).max(50)).max(50).default([]).describe("words for states beside the usual ones"),
  footer: z.string().max(1000).default("Please answer this mail, and leave its subject as it is.").describe("below each request"),
});
export type MailOptions = z.infer<typeof MailOptions>;

/** Whether an address is one of those, or of a domain of those. */
export const isAmong = (list: readonly string[], address: string): boolean => list.some((one) => (one.startsWith("@") ? address.endsWith(one) : address === one));
