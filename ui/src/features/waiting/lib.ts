import { clock, dayAndWeekday } from "../../shared/format";
import type { HomeVisitRow, ReferralRow } from "../../shared/wire";
import { waitingText } from "../../text/waiting";

/** Who a row is about, in words a reader without the right may see. */
export function visitorOf(row: { restricted: boolean; visitor: string }): string {
  if (row.restricted) return waitingText.restricted;
  return row.visitor === "" ? waitingText.anonymous : row.visitor;
}

/** When a home visit was agreed: the day with its weekday, and the time. */
export function agreedAt(row: HomeVisitRow, today: string): string {
  return `${dayAndWeekday(row.at.slice(0, 10), today)} ${clock(row.at)}`.trim();
}

/** What has to be minded before anybody calls or knocks; empty for nothing. */
export function careOf(row: HomeVisitRow): string {
  const text = waitingText.visits;
  return [row.doNotCall ? text.noCall : "", row.doNotAnnounce ? text.noAnnounce : "", row.safeWay].filter((part) => part !== "").join("，");
}

/** What the printed list of home visits leaves out. */
export function unprinted(rows: readonly HomeVisitRow[]): number {
  return rows.filter((row) => row.restricted).length;
}

/** How an institution was asked again, in words. */
export function chasedOf(row: ReferralRow, day: (text: string) => string): string {
  const text = waitingText.referrals;
  if (row.chased === 0) return text.notChased;
  const last = text.chased(row.chased, day(row.chasedOn));
  return row.nextOn === "" ? last : `${last}；${text.next(day(row.nextOn))}`;
}

/** Tab after or before; unchanged at the ends. */
export function turned(tab: number, by: number): number {
  return Math.max(0, Math.min(waitingText.tabs.length - 1, tab + by));
}
