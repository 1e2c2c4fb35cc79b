import { countdown, monthDay, type ChipKind } from "../../shared/format";
import type { IconName } from "../../shared/icons";
import type {
  FieldView,
  LimitView,
  PartyInput,
  PartyView,
  RatingView,
  Step,
  Suggestion,
  TicketExchange,
  TicketPage,
  TimelineRow,
} from "../../shared/wire";
import { ticketText } from "../../text/ticket";

/** What a step asks of the clerk before it is done. */
export type StepForm =
  | "at_once"
  | "assign"
  | "reason"
  | "transfer"
  | "split"
  | "close"
  | "refuse"
  | "void"
  | "findings"
  | "link"
  | "note"
  | "rating"
  | "paper"
  | "edit"
  | "rating_task";

/** Forms of the steps by code; the code is the command's name without `_ticket`. */
const STEP_FORMS: Readonly<Record<string, StepForm>> = {
  accept: "at_once",
  assign: "assign",
  decline: "reason",
  withdraw: "reason",
  reopen: "reason",
  transfer: "transfer",
  split: "split",
  close: "close",
  refuse: "refuse",
  void: "void",
  answer_finding: "findings",
  link: "link",
  note: "note",
  add_note: "note",
  ask_rating: "rating",
  issue_paper: "paper",
  edit: "edit",
  finish_rating_task: "rating_task",
};

/** A step's code without the part that only names its subject. */
export function plainCode(code: string): string {
  return code.replace(/_tickets?$/, "");
}

/** The form of a step; nothing when this version does not know the step. */
export function stepForm(code: string): StepForm | undefined {
  return STEP_FORMS[plainCode(code)];
}

/** The steps as the screen shows them: the one on F8, those that can be taken, those that cannot. */
export function stepLists(steps: Step[]): { primary: Step | undefined; can: Step[]; cannot: Step[] } {
  const primary = steps.find((step) => step.allowed && step.primary);
  return {
    primary,
    can: steps.filter((step) => step.allowed && step !== primary),
    cannot: steps.filter((step) => !step.allowed),
  };
}

/** The two dates of the head: the nearest promised and the nearest statutory limit, in this order. */
export function headLimits(limits: LimitView[]): LimitView[] {
  const nearest = (kind: string): LimitView[] =>
    limits
      .filter((limit) => limit.kind === kind && limit.due !== "" && limit.light !== "")
      .sort((a, b) => a.due.localeCompare(b.due))
      .slice(0, 1);
  return [...nearest("promised"), ...nearest("statutory")];
}

/** How a limit stands: met, ended, or its light with the days that are left. */
export function standingOf(limit: LimitView, today: string): { kind: ChipKind; text: string } {
  if (limit.met !== "") return { kind: limit.metLate ? "over" : "ok", text: ticketText.met(monthDay(limit.met, today), limit.metLate) };
  if (limit.dropped) return { kind: "ok", text: ticketText.dropped };
  if (limit.pausedSince !== "") return { kind: "ok", text: ticketText.paused(monthDay(limit.pausedSince, today)) };
  if (limit.due === "") return { kind: "warn", text: ticketText.lengthUnknown };
  const left = limit.daysLeft ?? 0;
  if (left < 0 && !limit.hard) return { kind: "soon", text: ticketText.passed(-left) };
  const text = countdown(left).text;
  return { kind: LIGHT_KINDS[limit.light] ?? "ok", text };
}

const LIGHT_KINDS: Readonly<Record<string, ChipKind>> = { green: "ok", yellow: "soon", red: "today", overdue: "over" };

/** Open limits first, the nearest first; then those that were met or ended. */
export function limitsInOrder(limits: readonly LimitView[]): LimitView[] {
  const rank = (limit: LimitView): string => `${limit.light === "" ? 1 : 0} ${limit.due || "9999"}`;
  return [...limits].sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** Kinds of marks in the timeline. */
export type Mark = "conf" | "warn" | "key" | "plain" | "void";

/** One line of the timeline, or the day above the lines of an earlier day. */
export type TimelineLine = { kind: "day"; day: string } | { kind: "row"; row: TimelineRow; mark: Mark };

const MARKS: Readonly<Record<string, Mark>> = {
  conflict: "conf",
  finding: "warn",
  register: "key",
  accept: "key",
  close: "key",
  refuse: "key",
};

/** The timeline, newest first, with a line for every day but today. */
export function timelineLines(rows: TimelineRow[], today: string): TimelineLine[] {
  const newest = rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => b.row.at.localeCompare(a.row.at) || a.index - b.index)
    .map((each) => each.row);
  const lines: TimelineLine[] = [];
  let day = today;
  for (const row of newest) {
    const own = row.at.slice(0, 10);
    if (own !== day) lines.push({ kind: "day", day: own });
    day = own;
    lines.push({ kind: "row", row, mark: row.notEffective !== "" ? "void" : (MARKS[row.kind] ?? "plain") });
  }
  return lines;
}

/** Whether a refusal means that somebody else changed the record meanwhile. */
export function isStale(code: string): boolean {
  return /\.(stale|version_outdated|changed_meanwhile)$/.test(code);
}

/** A field somebody else changed. */
export interface ChangedField {
  field: string;
  label: string;
  before: string;
  now: string;
}

/** What somebody else changed between two readings of a ticket. */
export interface Meanwhile {
  actor: string;
  at: string;
  siteName: string;
  fields: ChangedField[];
}

/** Compares two readings of the same ticket. */
export function changedMeanwhile(before: TicketPage, now: TicketPage): Meanwhile {
  const known = new Set(before.timeline.map((row) => row.entry));
  const fresh = now.timeline.filter((row) => !known.has(row.entry)).sort((a, b) => b.at.localeCompare(a.at));
  const fields = now.fields.flatMap((field) => {
    const old = before.fields.find((each) => each.field === field.field);
    const oldValue = old?.value ?? "";
    return oldValue === field.value
      ? []
      : [{ field: field.field, label: field.label, before: oldValue, now: field.value }];
  });
  return {
    actor: fresh[0]?.actor ?? "",
    at: fresh[0]?.at ?? "",
    siteName: fresh[0]?.siteName ?? "",
    fields,
  };
}

/** Suggestions in the order they are shown: who may take it first, the excluded ones last with their reason. */
export function orderedSuggestions(staff: Suggestion[]): Suggestion[] {
  return [...staff.filter((each) => !each.excluded), ...staff.filter((each) => each.excluded)];
}

/** The suggestion chosen at first: the best one that is not excluded. */
export function firstChoice(staff: Suggestion[]): string {
  return staff.find((each) => !each.excluded)?.staffId ?? "";
}

/** Words for how the rating stands, by state. */
export function ratingShown(rating: RatingView): "levels" | "waiting" | "plain" {
  if (rating.state === "rated") return "levels";
  return rating.state === "asked" ? "waiting" : "plain";
}

/** Fields that can be changed here and now. */
export function editableFields(page: TicketPage): FieldView[] {
  return page.frozen ? [] : page.fields.filter((field) => field.editable);
}

/** How many differences wait for a decision. */
export function openConflicts(page: TicketPage): number {
  return page.fields.filter((field) => field.conflict !== null).length;
}

/** Findings of the parties that wait for an answer. */
export function pendingParties(page: TicketPage): TicketPage["parties"] {
  return page.parties.filter((party) => party.conflict !== "");
}

/** Fields nobody filled in, which the overview counts instead of showing them one by one. */
export function blankFields(page: TicketPage): FieldView[] {
  return page.fields.filter((field) => field.value === "" && field.conflict === null);
}

/** What the form of a known party starts with, and which fields stay as they are while they are left empty. */
export function partyForm(party: PartyView): PartyInput {
  return {
    key: party.key,
    role: party.role,
    kind: party.kind,
    name: party.name,
    idNumber: "",
    creditCode: party.creditCode,
    phone: "",
    groups: [],
  };
}

/** Fields of a party that stay as they are: those shown with their middle hidden and not typed over. */
export function keptOfParty(input: PartyInput): string[] {
  const untouched = (value: string): boolean => value.trim() === "";
  return [...(untouched(input.idNumber) ? ["id_number"] : []), ...(untouched(input.phone) ? ["phone"] : []), "groups"];
}

/** Fields of the visitor an overview may carry itself. */
export const PERSON_FIELDS: readonly string[] = ["groups", "address", "visitor.groups", "visitor.address"];

/** What a step's form holds; a form uses the parts it needs. */
export interface StepInput {
  staff: string;
  /** Reason, note or explanation. */
  text: string;
  window: string;
  matter: string;
  summary: string;
  outcome: string;
  number: string;
  relation: string;
  finding: string;
  answer: string;
}

/** Whether enough is filled in to send the step; the desk checks the rest. */
export function stepReady(form: StepForm, input: StepInput, needsText: boolean): boolean {
  const filled = (text: string): boolean => text.trim() !== "";
  switch (form) {
    case "assign":
      return filled(input.staff);
    case "close":
    case "refuse":
      return filled(input.outcome) && (!needsText || filled(input.text));
    case "transfer":
      return filled(input.window) && filled(input.text);
    case "split":
      return filled(input.window) && filled(input.matter);
    case "findings":
      return filled(input.finding) && filled(input.answer);
    case "link":
      return filled(input.number);
    case "reason":
    case "void":
      return filled(input.text);
    default:
      return true;
  }
}

/** Whether a value is shown with its middle hidden, so that it is not what stands in the record. */
export function isMasked(value: string): boolean {
  return /\*{3,}/.test(value);
}

/** What an edit starts with: the value, or nothing when only its masked form is known. */
export function editStart(value: string): string {
  return isMasked(value) ? "" : value;
}

/** Whether an edit changes something: a masked value left empty was not typed over, so it must not be cleared. */
export function isEdited(before: string, now: string): boolean {
  return isMasked(before) ? now.trim() !== "" : now !== before;
}

/** How far a ticket has come on its way to the centre, as a mark; null where it goes nowhere. */
export function exchangeMark(exchange: TicketExchange | null): { kind: ChipKind; icon: IconName; text: string } | null {
  switch (exchange?.state) {
    case "not_exported":
      return { kind: "warn", icon: "stick", text: exchange.stateName };
    case "exported":
      return { kind: "ok", icon: "exchange", text: exchange.stateName };
    case "confirmed":
      return { kind: "green", icon: "check", text: exchange.stateName };
    default:
      return null;
  }
}
