import type { Offer } from "../../shared/choice";
import type { EarlierTicket, FileLine, InstitutionRow, LinkedTicket, ProcedureField, ProcedureStep, StaffRow, Suggestion } from "../../shared/wire";
import { procedureText } from "../../text/procedure";
import { orderedSuggestions } from "./lib";

/** Answers to the questions of a step, by code. */
export type Answers = Readonly<Record<string, string>>;

/** The steps of a procedure as the screen shows them: those that can be taken, those that cannot. */
export function procedureLists(steps: ProcedureStep[]): { can: ProcedureStep[]; cannot: ProcedureStep[] } {
  return { can: steps.filter((step) => step.offered), cannot: steps.filter((step) => !step.offered) };
}

/** Lines of a file: what must be there and is missing first, then the rest as they stand. */
export function fileInOrder(file: readonly FileLine[]): FileLine[] {
  return [...file].sort((a, b) => Number(b.must && !b.held) - Number(a.must && !a.held));
}

/** How many lines a file must have and has not. */
export function fileMissing(file: readonly FileLine[]): number {
  return file.filter((line) => line.must && !line.held).length;
}

/** The step the main key offers; nothing where the common steps go on. */
export function nextStep(steps: readonly ProcedureStep[]): ProcedureStep | undefined {
  return steps.find((step) => step.offered && step.next);
}

/** Whether an answer is asked for beside what has been answered so far. */
export function isRequired(field: ProcedureField, answers: Answers): boolean {
  const other = (answers[field.otherField] ?? "").trim();
  switch (field.required) {
    case "always":
      return true;
    case "when":
      return other === field.otherValue;
    case "without":
      return other === "";
    default:
      return false;
  }
}

/** Whether everything that is asked for is answered; the desk checks the rest. */
export function answersReady(fields: ProcedureField[], answers: Answers): boolean {
  return fields.every((field) => !isRequired(field, answers) || (answers[field.code] ?? "").trim() !== "");
}

/** The answers as the desk takes them: in the order of the questions, without the empty ones. */
export function answersToSend(fields: ProcedureField[], answers: Answers): { field: string; value: string }[] {
  return fields
    .map((field) => ({ field: field.code, value: (answers[field.code] ?? "").trim() }))
    .filter((answer) => answer.value !== "");
}

/** Puts a code into a list of chosen codes, or takes it out. */
export function toggled(chosen: string, code: string): string {
  const codes = chosen.split(" ").filter((each) => each !== "");
  return (codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code]).join(" ");
}

/** Reads a moment as people type it, `2026-02-10 9:30` or `202602100930`; null when it is none. */
export function readMoment(typed: string): string | null {
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?[ T]?(\d{1,2})[:：]?(\d{2})$/.exec(typed.trim());
  if (found === null) return null;
  const [year = "", month = "", day = "", hour = "", minute = ""] = found.slice(1);
  const pad = (text: string): string => text.padStart(2, "0");
  const text = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
  const read = new Date(`${text}:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text) ? text : null;
}

/** Those who may get the ticket, the best first; who must not stands last and says so. */
export function assigneeOffers(suggestions: Suggestion[]): Offer[] {
  return orderedSuggestions(suggestions).map((each) => ({
    code: each.staffId,
    name: named(each.name, each.excluded ? procedureText.keptAway : each.unit || each.roleName),
  }));
}

/** Everybody at the desk by name. */
export function staffOffers(staff: StaffRow[]): Offer[] {
  return staff.filter((each) => each.active).map((each) => ({ code: each.id, name: named(each.name, each.unit || each.roleName), keys: [each.login] }));
}

/** Institutions in use that take matters of a window. */
export function institutionOffers(institutions: InstitutionRow[], window: string): Offer[] {
  return institutions
    .filter((each) => each.active && (each.windows.length === 0 || each.windows.includes(window)))
    .map((each) => ({ code: each.id, name: each.name }));
}

/** Tickets a step may name: those linked with this one, then the visitor's others. */
export function ticketOffers(linked: LinkedTicket[], earlier: EarlierTicket[], own: string): Offer[] {
  const seen = new Set([own]);
  return [...linked, ...earlier].flatMap((each) => {
    if (seen.has(each.id)) return [];
    seen.add(each.id);
    return [{ code: each.id, name: named(`${each.number} ${each.matter}`, each.windowName), keys: [each.number] }];
  });
}

/** The hint of a number says between which it lies. */
export function hintOf(field: ProcedureField): string {
  const range = field.kind === "number" && field.max > 0 ? procedureText.range(field.min, field.max) : "";
  return [field.hint, range].filter((part) => part !== "").join("；");
}

function named(name: string, beside: string): string {
  return beside === "" ? name : `${name}（${beside}）`;
}
