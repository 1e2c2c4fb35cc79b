import type { IconName } from "../../shared/icons";
import type { ListTickets, TicketList, TicketRow, ViewCount } from "../../shared/wire";
import { worklistText } from "../../text/worklist";

/** Views of the list, in the order of their tabs. */
export const VIEWS = ["mine", "open", "due_soon", "overdue", "to_rate", "all"] as const;
/** A view of the list. */
export type View = (typeof VIEWS)[number];

/** What the clerk filters by; everything but the page. */
export type Filter = Omit<ListTickets, "after" | "limit">;

/** Returns the filter a view begins with. */
export function freshFilter(view: View): Filter {
  return { view, window: "", state: "", assignee: "", group: "", green: false, text: "", sort: view === "all" ? "newest" : "due" };
}

/** Returns the view with this name, `open` for an unknown one. */
export function viewNamed(name: string | undefined): View {
  return VIEWS.find((view) => view === name) ?? "open";
}

/** Returns whether anything but the view narrows the list. */
export function isFiltered(filter: Filter): boolean {
  return filter.green || [filter.window, filter.state, filter.assignee, filter.group, filter.text].some((value) => value !== "");
}

/** Number of a view as its tab shows it: capped at 1000, – while it is not known. */
export function viewCount(counts: readonly ViewCount[] | undefined, view: View): string {
  if (view === "all") return "";
  const count = counts?.find((one) => one.view === view)?.count;
  if (count === undefined) return "–";
  return count >= 1000 ? "1000+" : String(count);
}

/** Total of a list in words. */
export function totalOf(list: Pick<TicketList, "total" | "totalCapped"> | null): string {
  if (list === null) return "";
  return list.totalCapped ? `${list.total}+` : String(list.total);
}

/** Rows that fit into a list of this height, within what the desk gives at once. */
export function rowsThatFit(height: number, head: number, row: number): number {
  const rows = Math.floor((height - head) / row);
  return Number.isFinite(rows) ? Math.min(Math.max(rows, 10), 100) : 20;
}

/** Who a row is about, in words a reader without the right may see. */
export function visitorOf(row: TicketRow): string {
  if (row.restricted && row.visitor === "") return worklistText.restricted;
  return row.visitor === "" ? worklistText.anonymous : row.visitor;
}

/** Returns whether the reader may not see what this row is about. */
export function isHidden(row: TicketRow): boolean {
  return row.restricted && row.visitor === "" && row.matter === "";
}

/** Drawing of a state: at work, waiting for somebody, or done. */
export function stateMark(state: string): { icon: IconName; kind: "now" | "wait" | "done" } {
  if (["closed", "refused", "withdrawn", "void", "filed", "rated", "called_back", "completed"].includes(state)) {
    return { icon: "check", kind: "done" };
  }
  if (["suspended", "supplement", "waiting", "materials"].includes(state)) return { icon: "pause", kind: "wait" };
  return { icon: "dot", kind: "now" };
}

/** Cursors of the pages turned so far; the last one is the page that is shown. */
export interface Pages {
  cursors: readonly string[];
  /** Rows on the pages before the one shown. */
  before: number;
}

/** The first page. */
export const FIRST_PAGE: Pages = { cursors: [""], before: 0 };

/** Returns the pages after turning on to `next`; unchanged at the end. */
export function turnOn(pages: Pages, next: string, rows: number): Pages {
  return next === "" ? pages : { cursors: [...pages.cursors, next], before: pages.before + rows };
}

/** Returns the pages after turning back; unchanged on the first. */
export function turnBack(pages: Pages, limit: number): Pages {
  if (pages.cursors.length < 2) return pages;
  const cursors = pages.cursors.slice(0, -1);
  return { cursors, before: cursors.length === 1 ? 0 : Math.max(0, pages.before - limit) };
}
