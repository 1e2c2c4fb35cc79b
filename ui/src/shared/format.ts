const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
const DAY_MS = 86_400_000;

/** A day as year, month and day of month. */
interface DayParts {
  year: number;
  month: number;
  day: number;
}

/** Returns the parts of `YYYY-MM-DD` or of a time that begins with it; null when there is no such day. */
export function dayParts(text: string): DayParts | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return exists(year, month, day) ? { year, month, day } : null;
}

/** Returns whether the calendar has this day. */
export function exists(year: number, month: number, day: number): boolean {
  const time = new Date(Date.UTC(year, month - 1, day));
  return time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
}

/** Returns `YYYY-MM-DD` some days after `day`. */
export function addDays(day: string, days: number): string {
  const time = new Date(utc(day) + days * DAY_MS);
  return time.toISOString().slice(0, 10);
}

/** Returns the days from `from` to `to`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS);
}

/** Returns 0 for Sunday to 6 for Saturday. */
export function weekday(day: string): number {
  return new Date(utc(day)).getUTCDay();
}

/** 2月24日; with the year when it is not this year's. */
export function monthDay(day: string, today = ""): string {
  const parts = dayParts(day);
  if (parts === null) return "";
  const year = today !== "" && dayParts(today)?.year !== parts.year ? `${parts.year}年` : "";
  return `${year}${parts.month}月${parts.day}日`;
}

/** 2月24日 周二. */
export function dayAndWeekday(day: string, today = ""): string {
  const written = monthDay(day, today);
  return written === "" ? "" : `${written} 周${WEEKDAYS[weekday(day)] ?? ""}`;
}

/** 2月24日 星期二, for the clock of the frame. */
export function longDay(day: string): string {
  const written = monthDay(day);
  return written === "" ? "" : `${written} 星期${WEEKDAYS[weekday(day)] ?? ""}`;
}

/** 2026年2月24日. */
export function fullDay(day: string): string {
  const parts = dayParts(day);
  return parts === null ? "" : `${parts.year}年${parts.month}月${parts.day}日`;
}

/** 15:20 of an RFC 3339 time, as written there: the desk sends times of its own zone. */
export function clock(time: string): string {
  return /T(\d{2}:\d{2})/.exec(time)?.[1] ?? "";
}

/** 今天 15:20, 2月9日 15:20. */
export function moment(time: string, today: string): string {
  if (time === "") return "";
  const day = time.slice(0, 10);
  return `${day === today ? "今天" : monthDay(day, today)} ${clock(time)}`.trim();
}

/** Kinds of marks on screen; see `Chip.vue`. */
export type ChipKind = "over" | "today" | "soon" | "ok" | "conf" | "warn" | "green";

/** How near a due date is, as a mark. */
export interface Countdown {
  kind: ChipKind;
  text: string;
}

/** 超期 1 天, 今天到期, 剩 3 天; 不计期限 when there is no limit. */
export function countdown(daysLeft: number | null): Countdown {
  if (daysLeft === null) return { kind: "ok", text: "不计期限" };
  if (daysLeft < 0) return { kind: "over", text: `超期 ${-daysLeft} 天` };
  if (daysLeft === 0) return { kind: "today", text: "今天到期" };
  return { kind: daysLeft <= 7 ? "soon" : "ok", text: `剩 ${daysLeft} 天` };
}

/** Returns `12,625.00` for `1262500`, the text of an amount in fen; empty for anything else. */
export function yuan(fen: string): string {
  if (!/^\d{1,15}$/.test(fen)) return "";
  const padded = fen.padStart(3, "0");
  const whole = padded.slice(0, -2).replace(/^0+(?=\d)/, "");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${padded.slice(-2)}`;
}

/** Returns the fen in a typed amount, for example `1262500` for `12,625`; null when it is no amount. */
export function fenOf(text: string): string | null {
  const plain = halfWidth(text).replace(/[,\s]|元$/g, "");
  if (plain === "") return "";
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return null;
  const fen = `${match[1] ?? ""}${(match[2] ?? "").padEnd(2, "0")}`.replace(/^0+(?=\d)/, "");
  return fen;
}

/** 519921 19800101 9314: a typed id number in groups of 6, 8 and 4. */
export function groupId(number: string): string {
  const plain = number.replace(/\s/g, "").toUpperCase();
  if (plain.length <= 6) return plain;
  if (plain.length <= 14) return `${plain.slice(0, 6)} ${plain.slice(6)}`;
  return `${plain.slice(0, 6)} ${plain.slice(6, 14)} ${plain.slice(14)}`;
}

/** Returns full-width digits, letters and signs as the half-width ones. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .replace(/。/g, ".");
}

/**
 * Returns the day in a typed text as `YYYY-MM-DD`, null when there is none.
 *
 * Takes 20260305, 2026-3-5, 2026/3/5, 2026年3月5日, 3-5 (this year), 今天, +7 and -3.
 */
export function readDay(text: string, today: string): string | null {
  const plain = halfWidth(text).replace(/\s/g, "");
  if (plain === "") return "";
  if (plain === "今天") return today;
  const relative = /^([+-]\d{1,4})$/.exec(plain);
  if (relative !== null) return addDays(today, Number(relative[1]));
  const whole = /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (whole !== null) return written(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (short !== null) return written(dayParts(today)?.year ?? 0, Number(short[1]), Number(short[2]));
  return null;
}

function written(year: number, month: number, day: number): string | null {
  if (!exists(year, month, day)) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function utc(day: string): number {
  const parts = dayParts(day);
  return parts === null ? Number.NaN : Date.UTC(parts.year, parts.month - 1, parts.day);
}
