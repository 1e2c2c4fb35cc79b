import { addDays, dayParts, exists, weekday } from "./format";

/** One day of a month sheet. */
export interface SheetDay {
  /** `YYYY-MM-DD`. */
  day: string;
  number: number;
  /** False for the days of the months beside it that fill its first and last week. */
  own: boolean;
}

/** Returns the weeks of the month `day` is in, each from Monday to Sunday. */
export function weeksOf(day: string): SheetDay[][] {
  const first = `${day.slice(0, 7)}-01`;
  if (dayParts(first) === null) return [];
  const weeks: SheetDay[][] = [];
  for (let monday = weekStart(first); monday.slice(0, 7) <= day.slice(0, 7); monday = addDays(monday, 7)) {
    weeks.push(
      [0, 1, 2, 3, 4, 5, 6].map((step) => {
        const each = addDays(monday, step);
        return { day: each, number: Number(each.slice(8)), own: each.slice(0, 7) === day.slice(0, 7) };
      }),
    );
  }
  return weeks;
}

/** Returns the Monday of the week `day` is in. */
export function weekStart(day: string): string {
  return addDays(day, -((weekday(day) + 6) % 7));
}

/** Returns the same day some months later, or the last day of that month when it is shorter. */
export function addMonths(day: string, months: number): string {
  const parts = dayParts(day);
  if (parts === null) return day;
  const at = parts.year * 12 + parts.month - 1 + months;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  let last = parts.day;
  while (!exists(year, month, last)) last -= 1;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(last).padStart(2, "0")}`;
}
