import { fieldName, problem, type FieldProblem } from "../../shared/problem";
import type { SetUp } from "../../shared/wire";
import { setupText } from "../../text/setup";
import { passwordProblem } from "../login/lib";

/** Pages of the first start. */
export type SetupStep = 0 | 1 | 2;

/** Fields of each page. */
const FIELDS: Record<SetupStep, ReadonlyArray<keyof SetUp>> = {
  0: ["tier", "area", "segment", "address", "phone", "complaintPhone"],
  1: ["deskName", "deviceMark"],
  2: ["adminLogin", "adminName", "adminPassword"],
};

/** Returns an empty form of the first start. */
export function emptySetUp(): SetUp {
  return {
    tier: "centre",
    area: "",
    segment: "",
    address: "",
    phone: "",
    complaintPhone: "",
    deskName: "",
    deviceMark: "1",
    adminLogin: "",
    adminName: "",
    adminPassword: "",
  };
}

/** What is wrong with a field of the form; null when nothing is. */
export function setupProblem(form: SetUp, field: keyof SetUp): FieldProblem | null {
  const text = form[field].trim();
  if (field === "segment" && !/^[A-Z]{2}$/.test(text)) return problem(setupText.segmentWrong);
  if (field === "deviceMark" && !/^[0-9A-Z]$/.test(text)) return problem(setupText.deviceMarkWrong);
  if (field === "adminPassword") return passwordProblem(form.adminPassword, form.adminLogin);
  // A house may have no second number; where it has one, the desk checks it.
  if (field === "complaintPhone") return null;
  return text === "" ? problem(setupText.missing) : null;
}

/** Fields of a page that keep it from being left. */
export function openFields(form: SetUp, step: SetupStep): Array<keyof SetUp> {
  return FIELDS[step].filter((field) => setupProblem(form, field) !== null);
}

/** Page that has this field, from a refusal of the desk; the last one when none has it. */
export function stepOf(field: string): SetupStep {
  if (FIELDS[0].some((name) => fieldName(name) === field)) return 0;
  if (FIELDS[1].some((name) => fieldName(name) === field)) return 1;
  return 2;
}

/** Groups of the recovery code as they are written on paper. */
export function codeGroups(code: string): string[] {
  return code.split(/[-\s]+/).filter((group) => group !== "");
}

/** Returns whether the typed group is that group of the code; letters may be small. */
export function groupMatches(code: string, place: number, typed: string): boolean {
  return codeGroups(code)[place - 1]?.toUpperCase() === typed.trim().toUpperCase();
}
