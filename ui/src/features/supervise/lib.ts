import type { ChipKind } from "../../shared/format";
import type { ListSupervisions, SupervisionRow } from "../../shared/wire";
import { superviseText } from "../../text/supervise";

/** Rows of a page. */
export const PAGE_ROWS = 50;

/** Returns the filter the list begins with. */
export function freshFilter(): ListSupervisions {
  return { window: "", level: 0, state: "", mine: false, skip: 0, limit: PAGE_ROWS };
}

const LEVEL_KINDS: readonly ChipKind[] = ["ok", "soon", "today", "over", "over"];

/** Colour of a level: the harder, the redder. */
export function levelKind(level: number): ChipKind {
  return LEVEL_KINDS[level] ?? "over";
}

/** Who a row is about, in words a reader without the right may see. */
export function visitorOf(row: SupervisionRow): string {
  if (row.restricted) return superviseText.restricted;
  return row.visitor === "" ? superviseText.anonymous : row.visitor;
}

/** What the person at the desk can write about a row: a result where it can be closed, else an answer; nothing else. */
export function writes(row: SupervisionRow | undefined): "close" | "reply" | null {
  if (row === undefined || row.state === "closed") return null;
  if (row.mayClose) return "close";
  return row.mayReply ? "reply" : null;
}

/** Name of a row's state. */
export function stateName(row: SupervisionRow): string {
  return superviseText.states.find((state) => state.code === row.state)?.name ?? row.state;
}

/** Page after or before; unchanged at the ends. */
export function turned(skip: number, by: 1 | -1, total: number): number {
  const next = skip + by * PAGE_ROWS;
  return next < 0 || next >= total ? skip : next;
}
