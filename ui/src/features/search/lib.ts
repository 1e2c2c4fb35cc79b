import type { SearchHit, TicketRow } from "../../shared/wire";
import { searchText } from "../../text/search";

/** Milliseconds without a key before the text is looked for. */
export const DEBOUNCE_MS = 120;

/** Returns the text to look for; empty when there is too little of it to mean anything. */
export function wanted(typed: string): string {
  const text = typed.trim();
  // One letter or digit finds half the register; one Chinese character is a surname.
  return text.length === 1 && /[\x20-\x7e]/.test(text) ? "" : text;
}

/** Returns the row to select after an arrow key, within the list; -1 is the text itself. */
export function step(at: number, by: number, count: number): number {
  return Math.min(Math.max(at + by, -1), count - 1);
}

/** Who a row is about, in words a reader without the right may see. */
export function visitorOf(row: TicketRow): string {
  if (row.restricted && row.visitor === "") return searchText.restricted;
  return row.visitor === "" ? searchText.anonymous : row.visitor;
}

/** Id of the ticket that Enter opens: the selected one, or the only one; empty when the clerk has to choose. */
export function openedBy(hits: readonly SearchHit[], at: number): string {
  const hit = at >= 0 ? hits[at] : hits.length === 1 ? hits[0] : undefined;
  return hit?.ticket.id ?? "";
}
