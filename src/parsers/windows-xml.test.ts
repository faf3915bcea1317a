import fc from "fast-check";
import { expect, test } from "vitest";
import { parseWindowsXml } from "./windows-xml.ts";

const system = `<System><Provider Name="Acme-Agent" Guid="{01020304-0000-0000-0000-000000000000}"/><EventID Qualifiers="16384">4688</EventID>
  <Version>2</Version><Level>0</Level><Task>13312</Task><Opcode>0</Opcode><Keywords>0x8020000000000000</Keywords>
  <TimeCreated SystemTime="2024-05-06T07:08:09.1234567Z"/><EventRecordID>77</EventRecordID><Correlation/>
  <Execution ProcessID="4" ThreadID="88"/><Channel>Security</Channel><Computer>pc1.example</Computer><Security UserID="S-1-5-18"/></System>`;
const event = (data: string) => `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${system}${data}</Event>`;
const fieldsOf = (text: string) => {
  const parsed = parseWindowsXml(text);
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.at}`);
  return parsed.fields;
};

test("gives the header under the names of Sigma's taxonomy", () => {
  expect(fieldsOf(event(""))).toEqual({
    Provider_Name: "Acme-Agent",
    Provider_Guid: "{01020304-0000-0000-0000-000000000000}",
    EventID: 4688,
    EventID_Qualifiers: "16384",
    Version: 2,
    Level: 0,
    Task: 13312,
    Opcode: 0,
    Keywords: "0x8020000000000000",
    TimeCreated: "2024-05-06T07:08:09.1234567Z",
    EventRecordID: 77,
    Execution_ProcessID: 4,
    Execution_ThreadID: 88,
    Channel: "Security",
    Computer: "pc1.example",
    Security_UserID: "S-1-5-18",
  });
});

const inData = (data: string) => event(`<EventData>${data}</EventData>`);

test.each([
  // what                             text                                                             field          want
  ["named data",                      inData('<Data Name="Image">C:\\a.exe</Data>'),                   "Image",       "C:\\a.exe"],
  ["data in single quotes",           inData("<Data Name='Image'>a</Data>"),                           "Image",       "a"],
  ["data with more attributes",       inData('<Data x="1" Name="Image" >a</Data >'),                   "Image",       "a"],
  ["a name with spaces",              inData('<Data Name="Source Name">a</Data>'),                     "SourceName",  "a"],
  ["unnamed data",                    inData("<Data>one</Data>"),                                      "Data",        "one"],
  ["several unnamed data",            inData("<Data>one</Data><Data/><Data>three</Data>"),             "Data",        ["one", "", "three"]],
  ["the same name twice",             inData('<Data Name="A">1</Data><Data Name="A">2</Data>'),        "A",           ["1", "2"]],
  ["empty data",                      inData('<Data Name="A"></Data>'),                                "A",           ""],
  ["empty data, closed at once",      inData('<Data Name="A"/>'),                                      "A",           ""],
  ["space around and inside, kept",   inData('<Data Name="A"> a\r\n\t b </Data>'),                     "A",           " a\r\n\t b "],
  ["references",                      inData('<Data Name="A">&lt;&amp;&#65;&#x1F600;&quot;&apos;&gt;</Data>'), "A",   "<&A\u{1f600}\"'>"],
  ["references once only",            inData('<Data Name="A">&amp;lt;</Data>'),                        "A",           "&lt;"],
  ["entities that nobody knows",      inData('<Data Name="A">&x;&constructor;&#x110000;</Data>'),      "A",           "&x;&constructor;&#x110000;"],
  ["CDATA and comments",              inData('<Data Name="A">a<![CDATA[<b>&amp;]]><!-- no -->c</Data>'), "A",         "a<b>&amp;c"],
  ["numbers of data as text",         inData('<Data Name="A">007</Data>'),                             "A",           "007"],
  ["binary data",                     inData("<Binary>0A0B</Binary>"),                                 "Binary",      "0A0B"],
  ["data that is called like a method", inData('<Data Name="constructor">a</Data>'),                   "constructor", "a"],
  ["leaves of user data",             event('<UserData><E xmlns="u"><Subject>x</Subject></E></UserData>'), "Subject", "x"],
  ["leaves with a prefix",            event('<UserData><u:E xmlns:u="u"><u:Subject>x</u:Subject></u:E></UserData>'), "Subject", "x"],
  ["attributes of user data",         event('<UserData><E><Rule Id="7">x</Rule></E></UserData>'),      "Rule_Id",     "7"],
  ["the rendered message",            event("<RenderingInfo><Message>m</Message><Level>Info</Level></RenderingInfo>"), "Message", "m"],
  ["its level as the number it is",   event("<RenderingInfo><Message>m</Message><Level>Info</Level></RenderingInfo>"), "Level", 0],
  ["data's own channel apart",        inData('<Data Name="Channel">System</Data>'),                    "Payload_Channel", "System"],
  ["the channel, whatever data says", inData('<Data Name="Channel">forged</Data>'),                    "Channel",     "Security"],
  ["the id, whatever data says",      inData('<Data Name="EventID">1</Data>'),                         "EventID",     4688],
  ["data above a lesser header",      inData('<Data Name="Version">10</Data>'),                        "Version",     "10"],
  ["all of it where a prefix is used", '<e:Event xmlns:e="x"><e:System><e:EventID>5</e:EventID></e:System></e:Event>', "EventID", 5],
])("reads %s", (_, text, field, want) => {
  expect(fieldsOf(text)[field]).toEqual(want);
});

test("a name that would change the object is a field like any other", () => {
  const fields = fieldsOf(inData('<Data Name="__proto__">x</Data>'));
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  expect(Object.entries(fields)).toContainEqual(["__proto__", "x"]);
});

test.each([
  ["nothing",               "",                                                      "no <Event> element", 0],
  ["another element",       "<Foo/>",                                                "<Foo> where <Event> should be", 0],
  ["an end that is missing", "<Event><System>",                                      "<System> is not closed", 15],
  ["a wrong end",           "<Event></System>",                                      "</System> closes nothing", 7],
  ["an open attribute",     '<Event a="',                                            "attribute is not closed", 0],
  ["an open tag",           "<Event ",                                               "tag is not closed", 0],
  ["an open comment",       "<Event><!-- ",                                          "no -->", 7],
  ["entity definitions",    '<!DOCTYPE x [<!ENTITY a "aa">]><Event/>',               "document types and entities are refused", 0],
  ["deep nesting",          `<Event>${"<a>".repeat(100)}`,                           "elements are nested too deep", 7 + 63 * 3],
])("refuses %s and says where", (_, text, reason, at) => {
  expect(parseWindowsXml(text)).toEqual({ ok: false, reason, at });
});

test("never throws, whatever the text", () => {
  const piece = fc.constantFrom("<", ">", "/", "<Event>", "</Event>", "<Data Name=\"", '"', "'", "=", "&#x", ";", "<!--", "]]>", "<![CDATA[", "<EventData>", "<System>", "<?", "a", " ", "__proto__");
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void parseWindowsXml(pieces.join(""))), { numRuns: 20_000 });
  fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => void parseWindowsXml(inData(pieces.join("")))), { numRuns: 20_000 });
});

test("gives back any text that was escaped", () => {
  const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    expect(fieldsOf(inData(`<Data Name="A">${escape(text)}</Data>`))["A"]).toBe(text);
    expect(fieldsOf(event(`<UserData><E><B x="${escape(text)}"/></E></UserData>`))["B_x"]).toBe(text);
  }));
});
