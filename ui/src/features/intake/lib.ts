import { groupId, halfWidth } from "../../shared/format";
import { nameOf } from "../../shared/session";
import type {
  Catalogue,
  Choice,
  ConflictFinding,
  FieldNotice,
  IntakeCheck,
  IntakeField,
  MaterialInput,
  Matter,
  PartyInput,
  SamePerson,
  TicketInput,
  VisitInput,
  Visitor,
  Window,
} from "../../shared/wire";

/** Role of a party nobody chose a role for, when the dictionary has it. */
const USUAL_PARTY_ROLE = "opponent";

/** Window a new visit starts at, when the dictionary has it. */
const USUAL_WINDOW = "consult";

/** A visitor nobody typed anything about. */
export function blankVisitor(idKind: string): Visitor {
  return {
    personId: "",
    name: "",
    gender: "",
    birth: "",
    idKind,
    idKindText: "",
    idNumber: "",
    noDocumentReason: "",
    phone: "",
    address: "",
    ethnicity: "",
    education: "",
    groups: [],
    nameReading: "",
    doNotCall: false,
    doNotAnnounce: false,
    broughtBy: "",
  };
}

/** A matter at one window nobody typed anything about. */
export function blankTicket(window: string): TicketInput {
  return {
    window,
    matter: "",
    summary: "",
    requests: [],
    parties: [],
    materials: [],
    fields: [],
    told: [],
    limitationKind: "",
    limitationDay: "",
    restricted: false,
    conflictAnswers: [],
    related: [],
    sameMatterAs: "",
  };
}

/** A new visit with everything the desk knows beforehand: consultation, on site, resident id card. */
export function blankVisit(draftId: string, catalogue: Catalogue): VisitInput {
  return {
    draftId,
    channel: first(catalogue.channels),
    receivedAt: "",
    slipNumber: "",
    referralOrgan: "",
    referralNumber: "",
    visitor: blankVisitor(first(catalogue.idKinds)),
    tickets: [blankTicket(usualWindow(catalogue.windows))],
  };
}

function first(choices: Choice[]): string {
  return choices[0]?.code ?? "";
}

function usualWindow(windows: Window[]): string {
  return windows.find((window) => window.code === USUAL_WINDOW)?.code ?? windows[0]?.code ?? "";
}

/** Whether nobody typed anything about this matter yet, so that its window may simply be changed. */
export function isBlankTicket(ticket: TicketInput): boolean {
  return (
    ticket.matter === "" &&
    ticket.summary === "" &&
    ticket.requests.length === 0 &&
    ticket.parties.every((party) => party.name === "" && party.idNumber === "" && party.creditCode === "") &&
    ticket.fields.every((field) => field.value === "") &&
    ticket.limitationDay === ""
  );
}

/** Whether nobody typed anything into the form, so that there is nothing to keep. */
export function isBlankVisit(visit: VisitInput): boolean {
  const visitor = visit.visitor;
  return (
    [visit.slipNumber, visitor.personId, visitor.name, visitor.idNumber, visitor.phone, visitor.address, visitor.broughtBy].every(
      (text) => text === "",
    ) &&
    visitor.groups.length === 0 &&
    visit.tickets.length === 1 &&
    visit.tickets.every(isBlankTicket)
  );
}

/** Writes an identity number in the groups people read it in: 6, 8 and 4. Other numbers stay as they are. */
export function groupIdNumber(typed: string): string {
  const plain = plainNumber(typed).toUpperCase();
  if (!/^\d{0,17}[\dX]?$/.test(plain)) return typed;
  return groupId(plain);
}

/** Writes a mobile number in the groups people read it in: 3, 4 and 4. Other numbers stay as they are. */
export function groupPhone(typed: string): string {
  const plain = plainNumber(typed);
  if (!/^1\d{0,10}$/.test(plain)) return typed;
  return [plain.slice(0, 3), plain.slice(3, 7), plain.slice(7)].filter((part) => part !== "").join(" ");
}

/** Takes the grouping out of a number. */
export function plainNumber(typed: string): string {
  return typed.replace(/[\s\u3000]/g, "");
}

/** Guesses from a name whether it is an organisation's. */
export function looksLikeOrganisation(name: string): boolean {
  return /(公司|集团|厂|店|局|院|所|社|校|中心|委员会|合作社|工作室|银行|馆|站|部)$/.test(name.trim());
}

/** A party nobody typed anything about; the key is unique among the parties of the ticket. */
export function blankParty(parties: PartyInput[], roles: Choice[]): PartyInput {
  const used = new Set(parties.map((party) => party.key));
  let number = parties.length + 1;
  while (used.has(`p${number}`)) number += 1;
  const role = roles.find((choice) => choice.code === USUAL_PARTY_ROLE)?.code ?? first(roles);
  return {
    key: `p${number}`,
    role,
    kind: "person",
    name: "",
    idNumber: "",
    creditCode: "",
    phone: "",
    groups: [],
  };
}

/** Materials of a matter; what the clerk already ticked or changed stays. */
export function materialsFor(matter: Matter | undefined, current: MaterialInput[]): MaterialInput[] {
  const kept = current.filter((material) => material.present);
  const known = new Set(kept.map((material) => material.name));
  const hints = matter?.materials ?? [];
  const asked = hints.map(
    (hint) =>
      kept.find((material) => material.name === hint.name) ?? {
        name: hint.name,
        form: hint.form,
        copies: 1,
        present: false,
      },
  );
  const others = kept.filter((material) => known.has(material.name) && !hints.some((h) => h.name === material.name));
  return [...asked, ...others];
}

/** How many materials are there and how many may follow. */
export function materialCounts(
  materials: MaterialInput[],
  matter: Matter | undefined,
): { present: number; mayFollow: number; missing: number } {
  const counts = { present: 0, mayFollow: 0, missing: 0 };
  for (const material of materials) {
    if (material.present) counts.present += 1;
    else if (mayFollow(material, matter)) counts.mayFollow += 1;
    else counts.missing += 1;
  }
  return counts;
}

/** Whether the ticket can be taken without this material. */
export function mayFollow(material: MaterialInput, matter: Matter | undefined): boolean {
  const hint = matter?.materials.find((each) => each.name === material.name);
  return hint === undefined || hint.mayFollow;
}

/** The matter with this name or code. */
export function findMatter(window: Window | undefined, matter: string): Matter | undefined {
  return window?.matters.find((each) => each.name === matter || each.code === matter);
}

/** The value of a window's own field; empty when it was not filled in. */
export function fieldValue(ticket: TicketInput, code: string): string {
  return ticket.fields.find((field) => field.field === code)?.value ?? "";
}

/** Sets the value of a window's own field. */
export function setFieldValue(ticket: TicketInput, code: string, value: string): void {
  const known = ticket.fields.find((field) => field.field === code);
  if (known === undefined) ticket.fields.push({ field: code, value });
  else known.value = value;
}

/** Requests of a ticket from one line of text. */
export function splitRequests(text: string): string[] {
  return text
    .split(/[；;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** One finding of the check that waits for the clerk. */
export interface PendingFinding {
  ticket: number;
  finding: ConflictFinding;
}

/** Findings the clerk has not answered yet, those of the first ticket first. */
export function pendingFindings(visit: VisitInput, check: IntakeCheck | null): PendingFinding[] {
  return visit.tickets.flatMap((ticket, index) => {
    const answered = new Set(ticket.conflictAnswers.map((answer) => answer.finding));
    return (check?.tickets[index]?.findings ?? [])
      .filter((finding) => !answered.has(finding.key))
      .map((finding) => ({ ticket: index, finding }));
  });
}

/**
 * The visit as it crosses to the core: fields of other windows and empty rows left out, and every finding nobody
 * answered marked as pending.
 */
export function visitForWire(visit: VisitInput, check: IntakeCheck | null, windows: Window[]): VisitInput {
  const pending = pendingFindings(visit, check);
  return {
    ...visit,
    visitor: {
      ...visit.visitor,
      name: visit.visitor.name.trim(),
      idNumber: plainNumber(visit.visitor.idNumber),
      phone: plainNumber(visit.visitor.phone),
      groups: [...visit.visitor.groups],
    },
    tickets: visit.tickets.map((ticket, index) => {
      const own = windows.find((window) => window.code === ticket.window)?.fields ?? [];
      const codes = new Set(own.map((field) => field.code));
      return {
        ...ticket,
        requests: [...ticket.requests],
        parties: ticket.parties
          .filter((party) => !isBlankParty(party))
          .map((party) => ({
            ...party,
            idNumber: plainNumber(party.idNumber),
            phone: plainNumber(party.phone),
            groups: [...party.groups],
          })),
        materials: ticket.materials.filter((material) => material.name.trim() !== "").map((material) => ({ ...material })),
        fields: ticket.fields.filter((field) => codes.has(field.field) && field.value !== "").map((field) => ({ ...field })),
        told: [...ticket.told],
        related: [...ticket.related],
        conflictAnswers: [
          ...ticket.conflictAnswers.map((answer) => ({ ...answer })),
          ...pending
            .filter((each) => each.ticket === index)
            .map((each) => ({ finding: each.finding.key, answer: "pending", reason: "" })),
        ],
      };
    }),
  };
}

/** Whether nobody typed anything about this party, so that it is not a party. */
export function isBlankParty(party: PartyInput): boolean {
  return [party.name, party.idNumber, party.creditCode, party.phone].every((text) => text.trim() === "");
}

/**
 * Field paths of a notice count only the parties that were sent; this leads back to the row on the screen.
 */
export function rowOnScreen(visit: VisitInput, path: string): string {
  return path.replace(/^tickets\[(\d+)\]\.parties\[(\d+)\]/, (whole: string, ticketText: string, rowText: string) => {
    const parties = visit.tickets[Number(ticketText)]?.parties ?? [];
    const sent = parties.map((party, index) => ({ party, index })).filter((row) => !isBlankParty(row.party));
    const row = sent[Number(rowText)];
    return row === undefined ? whole : `tickets[${ticketText}].parties[${row.index}]`;
  });
}

/** The ticket a field path leads to; nothing for the visitor's own fields. */
export function ticketOfPath(path: string): number | undefined {
  const match = /^tickets\[(\d+)\]/.exec(path);
  return match === null ? undefined : Number(match[1]);
}

/** Text that cannot be a Chinese name: digits or initials typed to find somebody in the register. */
export function isQuickFind(name: string): boolean {
  return /^(?:\d{4,18}|[a-z]{2,12})$/i.test(name.trim());
}

/**
 * Fills the form from a register entry. What was typed stays, except text that was only typed to find the entry.
 * Returns what was filled in, so that it can be taken back.
 */
export function fillVisitor(visitor: Visitor, person: SamePerson): Partial<Visitor> {
  const fill = person.fill;
  const filled: Partial<Visitor> = {};
  visitor.personId = person.personId;
  if (fill === null) return filled;
  if (visitor.name === "" || isQuickFind(visitor.name)) filled.name = visitor.name = fill.name;
  if (visitor.idNumber === "") {
    filled.idKind = visitor.idKind = fill.idKind;
    filled.idKindText = visitor.idKindText = fill.idKindText;
    filled.idNumber = visitor.idNumber = groupIdNumber(fill.idNumber);
    filled.noDocumentReason = visitor.noDocumentReason = fill.noDocumentReason;
  }
  if (visitor.phone === "") filled.phone = visitor.phone = groupPhone(fill.phone);
  if (visitor.address === "") filled.address = visitor.address = fill.address;
  if (visitor.gender === "") filled.gender = visitor.gender = fill.gender;
  if (visitor.birth === "") filled.birth = visitor.birth = fill.birth;
  if (visitor.ethnicity === "") filled.ethnicity = visitor.ethnicity = fill.ethnicity;
  if (visitor.education === "") filled.education = visitor.education = fill.education;
  if (visitor.nameReading === "") filled.nameReading = visitor.nameReading = fill.nameReading;
  if (visitor.groups.length === 0) {
    filled.groups = [...fill.groups];
    visitor.groups = [...fill.groups];
  }
  // A wish not to be called is never lost by reusing the entry.
  if (fill.doNotCall && !visitor.doNotCall) filled.doNotCall = visitor.doNotCall = true;
  if (fill.doNotAnnounce && !visitor.doNotAnnounce) filled.doNotAnnounce = visitor.doNotAnnounce = true;
  return filled;
}

/** Takes back what a register entry filled in, as far as the clerk left it unchanged. */
export function unfillVisitor(visitor: Visitor, filled: Partial<Visitor>): void {
  visitor.personId = "";
  if (filled.name !== undefined && visitor.name === filled.name) visitor.name = "";
  if (filled.idNumber !== undefined && visitor.idNumber === filled.idNumber) visitor.idNumber = "";
  if (filled.idKindText !== undefined && visitor.idKindText === filled.idKindText) visitor.idKindText = "";
  if (filled.noDocumentReason !== undefined && visitor.noDocumentReason === filled.noDocumentReason) {
    visitor.noDocumentReason = "";
  }
  if (filled.phone !== undefined && visitor.phone === filled.phone) visitor.phone = "";
  if (filled.address !== undefined && visitor.address === filled.address) visitor.address = "";
  if (filled.gender !== undefined && visitor.gender === filled.gender) visitor.gender = "";
  if (filled.birth !== undefined && visitor.birth === filled.birth) visitor.birth = "";
  if (filled.ethnicity !== undefined && visitor.ethnicity === filled.ethnicity) visitor.ethnicity = "";
  if (filled.education !== undefined && visitor.education === filled.education) visitor.education = "";
  if (filled.nameReading !== undefined && visitor.nameReading === filled.nameReading) visitor.nameReading = "";
  if (filled.groups !== undefined && visitor.groups.join() === filled.groups.join()) visitor.groups = [];
  if (filled.doNotCall === true) visitor.doNotCall = false;
  if (filled.doNotAnnounce === true) visitor.doNotAnnounce = false;
}

/** Paths of the fields Enter walks through, in the order of the screen; the rest is reached with Tab. */
export function enterPath(visit: VisitInput, active: number, windows: Window[]): string[] {
  const ticket = visit.tickets[active];
  const own = windows.find((window) => window.code === ticket?.window)?.fields ?? [];
  const at = `tickets[${active}]`;
  return [
    "visitor.name",
    "visitor.id_number",
    "visitor.phone",
    "visitor.address",
    "visitor.groups",
    `${at}.matter`,
    `${at}.requests`,
    ...own.map((field) => `${at}.fields.${field.code}`),
    ...(ticket?.parties ?? []).flatMap((party, row) => [
      `${at}.parties[${row}].name`,
      `${at}.parties[${row}].${party.kind === "organisation" ? "credit_code" : "id_number"}`,
      `${at}.parties[${row}].phone`,
    ]),
    `${at}.summary`,
  ];
}

/** The path after or before this one; nothing at the ends. */
export function neighbour(path: string[], here: string, by: 1 | -1): string | undefined {
  const index = path.indexOf(here);
  return index < 0 ? undefined : path[index + by];
}

/** Ethnicity, age and gender as far as they are known, for the words beside the fields. */
export function knownAbout(
  visit: VisitInput,
  check: IntakeCheck | null,
  catalogue: Catalogue,
): { gender: string; age: number | null; ethnicity: string } {
  const gender = visit.visitor.gender !== "" ? visit.visitor.gender : (check?.gender ?? "");
  return {
    gender: nameOf(catalogue.genders, gender),
    age: check?.age ?? null,
    ethnicity: nameOf(catalogue.ethnicities, visit.visitor.ethnicity),
  };
}

/** Fields that go side by side with the next one, because both are short: an amount and a day. */
export function fieldRows(fields: IntakeField[]): IntakeField[][] {
  const rows: IntakeField[][] = [];
  for (const field of fields) {
    const last = rows.at(-1);
    const short = field.kind === "money" || field.kind === "day" || field.kind === "yes_no";
    const before = last?.[0];
    if (last?.length === 1 && short && before !== undefined && (before.kind === "money" || before.kind === "day")) {
      last.push(field);
    } else rows.push([field]);
  }
  return rows;
}

/** What a kept form is called in the list of drafts. */
export function draftTitle(visit: VisitInput, unnamed: string): string {
  const name = visit.visitor.name.trim() === "" ? unnamed : visit.visitor.name.trim();
  const matter = visit.tickets.map((ticket) => ticket.matter).find((text) => text !== "");
  return matter === undefined ? name : `${name} ${matter}`;
}

/**
 * Notices to show: an empty field is not complained about before the first attempt to save, because the clerk may not
 * have come to it yet.
 */
export function shownNotices(visit: VisitInput, notices: FieldNotice[], tried: boolean): FieldNotice[] {
  return notices.filter((notice) => tried || !isEmptyAt(visit, notice.field));
}

/** Whether nothing stands at a field path such as `tickets[0].parties[1].credit_code`. */
export function isEmptyAt(visit: VisitInput, path: string): boolean {
  const own = /^tickets\[(\d+)\]\.fields\.(\w+)$/.exec(path);
  if (own !== null) return fieldValue(visit.tickets[Number(own[1])] ?? blankTicket(""), own[2] ?? "") === "";
  let at: unknown = visit;
  for (const part of path.replace(/\[(\d+)\]/g, ".$1").split(".")) {
    const key = part.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    at = typeof at === "object" && at !== null ? Object.entries(at).find(([name]) => name === key)?.[1] : undefined;
  }
  return at === undefined || at === "" || (Array.isArray(at) && at.length === 0);
}

/** Whether the desk found the typed id number right: it read the same number and has nothing against it. */
export function isIdNumberRight(visit: VisitInput, check: IntakeCheck | null): boolean {
  const typed = plainNumber(visit.visitor.idNumber).toUpperCase();
  if (check === null || typed === "" || plainNumber(check.idNumberGrouped).toUpperCase() !== typed) return false;
  return !check.notices.some((notice) => notice.field === "visitor.id_number");
}

/** An instant in milliseconds as the desk writes times: RFC 3339 with +08:00. */
export function timeOf(milliseconds: number): string {
  const shifted = new Date(milliseconds + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 19)}+08:00`;
}

/** The time written on a slip as the desk writes times; empty while day or time of day is not complete. */
export function slipTime(day: string, typed: string): string {
  const found = /^([01]?\d|2[0-3])[:：.]?([0-5]\d)$/.exec(halfWidth(typed).trim());
  if (found === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return "";
  return `${day}T${(found[1] ?? "").padStart(2, "0")}:${found[2] ?? ""}:00+08:00`;
}

/** Text with a phrase put in at the cursor, and where the cursor stands after it. */
export function insertPhrase(text: string, phrase: string, at: number): { text: string; cursor: number } {
  const place = Math.max(0, Math.min(at, text.length));
  return { text: text.slice(0, place) + phrase + text.slice(place), cursor: place + phrase.length };
}
