import { addDays, halfWidth, weekday, type ChipKind } from "../../shared/format";
import type { Offer } from "../../shared/choice";
import type { IconName } from "../../shared/icons";
import type { Tray } from "../../shared/machine";
import { problem, type FieldProblem } from "../../shared/problem";
import { desk, may } from "../../shared/session";
import type { AccessRow, DutyDay, InstitutionRow, NewRecovery, OneTimePassword, ParameterRow, PeerRow, RekeyDone, SaveInstitution, Settings, StaffRow, VerifyReport } from "../../shared/wire";
import { settingsText } from "../../text/settings";

/** Pages of the settings, in the order of their tabs. */
export const PAGES = ["staff", "duty", "office", "institutions", "parameters", "calendar", "backup", "access", "keys", "templates", "peers", "printers"] as const;
/** A page of the settings. */
export type Page = (typeof PAGES)[number];

/** Says why parameters, holidays and templates cannot be set here; empty where they can. `own` is for who has no right to. */
export function rulesLock(own: string): string {
  const centre = desk.session?.rulesBy ?? "";
  if (centre !== "") return settingsText.locked.byCentre(centre);
  return may("manage_settings") ? "" : own;
}

/** Returns the key that opens the page at this place, in the order of the keyboard: 1 to 9, then 0, the minus and the equals sign. */
export function pageKey(index: number): string {
  return "1234567890-=".charAt(index);
}

/** Returns the page with this name; the first one for an unknown name. */
export function pageNamed(name: string | undefined): Page {
  return PAGES.find((page) => page === name) ?? "staff";
}

/** Returns the form of an institution of the register, or an empty one. */
export function institutionForm(known: InstitutionRow | null): SaveInstitution {
  if (known === null)
    return {
      id: "", version: "", name: "", windows: [], categories: [], creditCode: "", branchOf: "", address: "", phone: "", contact: "", note: "",
      active: true,
    };
  const { id, version, name, creditCode, branchOf, address, phone, contact, note, active } = known;
  const { windows, categories } = known;
  return { id, version, name, windows: [...windows], categories: [...categories], creditCode, branchOf, address, phone, contact, note, active };
}

/** Form of a member of staff; without an id a new one. */
export interface StaffForm {
  id: string;
  /** Version the form was filled from; a change names it. */
  version: string;
  login: string;
  name: string;
  role: string;
  windows: string[];
  phone: string;
  unit: string;
  fields: string[];
  qualification: string;
  active: boolean;
  oneTimePassword: string;
}

/** Returns the form of a member of staff, or an empty one. */
export function staffForm(member: StaffRow | null): StaffForm {
  return {
    id: member?.id ?? "",
    version: member?.version ?? "",
    login: member?.login ?? "",
    name: member?.name ?? "",
    role: member?.role ?? "",
    windows: [...(member?.windows ?? [])],
    phone: member?.phone ?? "",
    unit: member?.unit ?? "",
    fields: [...(member?.fields ?? [])],
    qualification: member?.qualification ?? "",
    active: member?.active ?? true,
    oneTimePassword: "",
  };
}

/** Returns whether the form says enough to be sent. */
export function isComplete(form: StaffForm): boolean {
  const named = form.name.trim() !== "" && form.role !== "";
  if (form.id !== "") return named;
  return named && (form.login.trim() === "") === (form.oneTimePassword === "");
}

/** Active people first, then by name. */
export function sortedStaff(staff: readonly StaffRow[]): StaffRow[] {
  return [...staff].sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, "zh"));
}

/** Letters and digits that cannot be taken for one another. */
const CLEAR = "abcdefghjkmnpqrstuvwxyz23456789";

/** Returns a one-time password from random bytes: three groups of four, at least one digit among them. */
export function oneTimePassword(bytes: Uint8Array): string {
  const signs = [...bytes].slice(0, 12).map((byte) => CLEAR[byte % CLEAR.length] ?? "a");
  const text = [signs.slice(0, 4), signs.slice(4, 8), signs.slice(8, 12)].map((group) => group.join("")).join("-");
  return /\d/.test(text) ? text : `${text.slice(0, -1)}7`;
}

/** Monday of the week a day is in. */
export function monday(day: string): string {
  return addDays(day, -((weekday(day) + 6) % 7));
}

/** The seven days from Monday on. */
export function weekOf(from: string): string[] {
  return Array.from({ length: 7 }, (_, index) => addDays(from, index));
}

/** Returns whether somebody is on duty that day. */
export function onDuty(days: readonly DutyDay[], day: string, staffId: string): boolean {
  return days.find((one) => one.day === day)?.staffIds.includes(staffId) ?? false;
}

/** The day with somebody added or taken off. */
export function toggled(days: readonly DutyDay[], day: string, staffId: string): DutyDay {
  const staffIds = days.find((one) => one.day === day)?.staffIds ?? [];
  return {
    day,
    staffIds: staffIds.includes(staffId) ? staffIds.filter((id) => id !== staffId) : [...staffIds, staffId],
  };
}

/** The days with one of them replaced. */
export function withDay(days: readonly DutyDay[], changed: DutyDay): DutyDay[] {
  return [...days.filter((one) => one.day !== changed.day), changed].sort((a, b) => a.day.localeCompare(b.day));
}

/** Returns the whole number in a text when it lies in the span; null otherwise. */
export function numberIn(text: string, least: number, most: number): number | null {
  if (!/^\d{1,4}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}

/** Settings as they are typed: numbers are texts. */
export interface OfficeForm extends Omit<Settings, "lockAfterMinutes" | "promisedDays"> {
  lockAfterMinutes: string;
  promisedDays: Record<string, string>;
}

/** Returns the form of the settings, with a line for every window. */
export function officeForm(settings: Settings, windows: readonly string[]): OfficeForm {
  const promised = windows.map((window) => {
    const days = settings.promisedDays.find((one) => one.window === window)?.workingDays ?? 0;
    return [window, String(days)] as const;
  });
  return { ...settings, lockAfterMinutes: String(settings.lockAfterMinutes), promisedDays: Object.fromEntries(promised) };
}

/** What is wrong with the minutes until the desk locks itself; null when nothing is. */
export function lockProblem(form: OfficeForm): FieldProblem | null {
  return numberIn(form.lockAfterMinutes, 1, 60) === null ? problem(settingsText.office.lockWrong) : null;
}

/** What is wrong with the promised days of a window; null when nothing is. */
export function promiseProblem(form: OfficeForm, window: string): FieldProblem | null {
  return numberIn(form.promisedDays[window] ?? "", 0, 365) === null ? problem(settingsText.office.daysWrong) : null;
}

/** Returns whether the form can be saved. */
export function officeReady(form: OfficeForm): boolean {
  return lockProblem(form) === null && Object.keys(form.promisedDays).every((window) => promiseProblem(form, window) === null);
}

/** What a check of the database found, line by line. */
export function verifyLines(report: VerifyReport): string[] {
  const text = settingsText.backup;
  if (report.sound) return [text.sound(report.entries)];
  return [
    text.notSound,
    ...(report.broken.length > 0 ? [text.broken(report.broken.join("、"))] : []),
    ...(report.differing.length > 0 ? [text.differing(report.differing.join("、"))] : []),
    ...(report.damaged.length > 0 ? [text.damaged(report.damaged.join("、"))] : []),
  ];
}

/** 18.0 MB: the size of a file from its bytes. */
export function fileSize(bytes: string): string {
  const count = Number(bytes);
  if (!Number.isFinite(count)) return "";
  return count >= 1_048_576 ? `${(count / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(count / 1024))} KB`;
}

/** Lines of the log that hold the text somewhere. */
export function findAccess(rows: readonly AccessRow[], text: string): AccessRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [...rows];
  return rows.filter((row) =>
    [row.actor, row.actionName, row.subject, row.reason].some((part) => part.toLowerCase().includes(wanted)),
  );
}

/** What the keys page shows once. */
export interface Secrets {
  code: string;
  codeTitle: string;
  oneTime: OneTimePassword[];
  lostEscrow: boolean;
}

/** Returns what a new recovery code shows. */
export function codeSecrets(made: NewRecovery): Secrets {
  return { code: made.recoveryCode, codeTitle: settingsText.keys.newCode(made.holder), oneTime: [], lostEscrow: false };
}

/** Returns what a new database key shows; null when everybody goes on as before. */
export function rekeySecrets(done: RekeyDone): Secrets | null {
  if (done.recoveryCode === "" && done.oneTime.length === 0 && !done.lostEscrow) return null;
  return { code: done.recoveryCode, codeTitle: settingsText.keys.newCode(""), oneTime: done.oneTime, lostEscrow: done.lostEscrow };
}

/** Parameters under their headings, in the order of the table. */
export function parameterGroups(rows: readonly ParameterRow[]): Array<{ name: string; rows: ParameterRow[] }> {
  const groups: Array<{ name: string; rows: ParameterRow[] }> = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.name === row.group) last.rows.push(row);
    else groups.push({ name: row.group, rows: [row] });
  }
  return groups;
}

/** A value as it is read: with its unit, 是 or 否, 未设 where nobody has set it. */
export function valueText(row: Pick<ParameterRow, "measure" | "unit">, value: string): string {
  if (value === "") return settingsText.parameters.unset;
  if (row.measure === "flag") return value === "yes" ? settingsText.parameters.yes : settingsText.parameters.no;
  return `${value} ${row.unit}`;
}

/** Desks that are exchanged with: the superior one first, those given up last, else by name. */
export function peersInOrder(peers: readonly PeerRow[]): PeerRow[] {
  const rank = (peer: PeerRow): number => (peer.state === "revoked" ? 2 : peer.relation === "superior" ? 0 : 1);
  return [...peers].sort((a, b) => rank(a) - rank(b) || a.siteName.localeCompare(b.siteName, "zh") || a.deskName.localeCompare(b.deskName, "zh"));
}

/** How a desk is enrolled, as a mark. */
export function peerState(peer: Pick<PeerRow, "state">): { kind: ChipKind; icon: IconName; text: string } {
  const text = settingsText.peers.states;
  if (peer.state === "frozen") return { kind: "today", icon: "lock", text: text.frozen };
  return peer.state === "revoked" ? { kind: "ok", icon: "forbidden", text: text.revoked } : { kind: "green", icon: "check", text: text.enrolled };
}

/** Desks that can go on in the place of one: enrolled ones of its site. */
export function successorsOf(lost: PeerRow | undefined, peers: readonly PeerRow[]): Offer[] {
  return peers
    .filter((peer) => lost !== undefined && peer.device !== lost.device && peer.segment === lost.segment && peer.state === "enrolled")
    .map((peer) => ({ code: peer.device, name: `${peer.siteName} ${peer.deskName}`.trim() }));
}

/** Half millimetres a printer is corrected by at most. */
const CORRECTION_MAX = 40;

/** Brings typed millimetres to the way they are kept, in steps of a half; null when they are none or too many. */
export function correctionOf(typed: string): string | null {
  const text = halfWidth(typed).trim().replace("−", "-");
  if (!/^[+-]?\d{1,2}(\.[05])?$/.test(text)) return null;
  const millimetres = Number(text);
  if (Math.abs(millimetres) * 2 > CORRECTION_MAX) return null;
  return (millimetres === 0 ? 0 : millimetres).toFixed(1);
}

/** The problem of a typed correction; null when it is fine. */
export function correctionProblem(typed: string): FieldProblem | null {
  const text = settingsText.printers;
  return correctionOf(typed) === null ? problem(text.correctionWrong, text.correctionHint) : null;
}

/** Trays to choose from, by the names people use; the one that is set stays, also when the printer does not report it. */
export function trayOffers(trays: readonly Tray[], kept: string): Offer[] {
  const offers = trays.map((tray) => ({ code: tray.option, name: trayWord(tray.name) }));
  return kept === "" || offers.some((offer) => offer.code === kept) ? offers : [...offers, { code: kept, name: trayName(kept) }];
}

function trayWord(name: string): string {
  return settingsText.printers.trays[name.toLowerCase()] ?? name;
}

/** The name of a tray from what is said to its printer, for example `InputSlot=Tray2`; empty for none. */
export function trayName(option: string): string {
  return trayWord(option.slice(option.indexOf("=") + 1));
}
