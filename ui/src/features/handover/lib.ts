import type { HandOverPart, HandOverRow, StaffRow } from "../../shared/wire";
import { handoverText } from "../../text/handover";

/** Receivers chosen by hand, by ticket. */
export type Chosen = Readonly<Record<string, string>>;

/** Who a row is about, in words a reader without the right may see. */
export function visitorOf(row: HandOverRow): string {
  if (row.restricted) return handoverText.restricted;
  return row.visitor === "" ? handoverText.anonymous : row.visitor;
}

/** The ticket can go to somebody: nothing but the choice of receivers stands in its way. */
export function goes(row: HandOverRow): boolean {
  return row.whyNot === "" || row.toId !== "";
}

/** Who may receive: everybody at work but who leaves, by name. */
export function receivers(staff: readonly StaffRow[], from: string): StaffRow[] {
  return staff.filter((one) => one.active && one.id !== from && ["clerk", "handler"].includes(one.role)).sort((a, b) => a.name.localeCompare(b.name, "zh"));
}

/** Who takes each ticket that can go. */
export function partsOf(rows: readonly HandOverRow[], chosen: Chosen): HandOverPart[] {
  return rows
    .map((row) => ({ ticketId: row.ticketId, toId: chosen[row.ticketId] ?? row.toId }))
    .filter((part) => part.toId !== "");
}

/** Every ticket that can go has somebody, there is at least one, and a reason is given. */
export function isReady(rows: readonly HandOverRow[], chosen: Chosen, reason: string): boolean {
  const parts = partsOf(rows, chosen);
  const named = new Set(parts.map((part) => part.ticketId));
  return reason.trim() !== "" && parts.length > 0 && rows.every((row) => named.has(row.ticketId) || row.whyNot !== "");
}
