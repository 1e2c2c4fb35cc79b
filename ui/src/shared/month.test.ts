import { describe, expect, it } from "vitest";

import { addMonths, weeksOf, weekStart } from "./month";

describe("a month sheet", () => {
  it("has whole weeks from Monday on, with the days beside the month marked", () => {
    const weeks = weeksOf("2026-11-22");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.map((each) => each.number)).toEqual([26, 27, 28, 29, 30, 31, 1]);
    expect(weeks[0]?.map((each) => each.own)).toEqual([false, false, false, false, false, false, true]);
    expect(weeks.flat().filter((each) => each.own)).toHaveLength(30);
    expect(weeksOf("2027-02-10")).toHaveLength(4);
  });
  it("begins a week on Monday, for a Sunday too", () => {
    expect(weekStart("2026-11-22")).toBe("2026-11-16");
    expect(weekStart("2026-11-16")).toBe("2026-11-16");
  });
  it("turns its leaf over the end of a year and of a short month", () => {
    expect(addMonths("2026-12-31", 2)).toBe("2027-02-28");
    expect(addMonths("2026-01-31", -1)).toBe("2025-12-31");
    expect(addMonths("2024-01-30", 1)).toBe("2024-02-29");
  });
});
