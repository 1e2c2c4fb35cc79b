import { describe, expect, it } from "vitest";

import { addDays, countdown, dayAndWeekday, daysBetween, fenOf, fullDay, groupId, longDay, moment, monthDay, readDay, weekday, yuan } from "./format";

const TODAY = "2026-02-10";

describe("days", () => {
  it("are written with their weekday and without leading zeros", () => {
    expect(dayAndWeekday("2026-02-24", TODAY)).toBe("2月24日 周二");
    expect(longDay(TODAY)).toBe("2月10日 星期二");
    expect(fullDay("2026-02-04")).toBe("2026年2月4日");
  });
  it("carry their year when it is not this one", () => {
    expect(monthDay("2025-12-31", TODAY)).toBe("2025年12月31日");
    expect(dayAndWeekday("2027-01-04", TODAY)).toBe("2027年1月4日 周一");
  });
  it("are empty when there is no such day", () => {
    for (const text of ["", "2026-02-30", "2026-13-01", "tomorrow"]) expect(dayAndWeekday(text)).toBe("");
  });
  it("are counted over the ends of months, years and leap days", () => {
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(daysBetween("2026-02-10", "2026-03-10")).toBe(28);
    expect(weekday("2026-02-15")).toBe(0);
  });
});

describe("a typed day", () => {
  it.each([
    ["20260305", "2026-03-05"],
    ["2026-3-5", "2026-03-05"],
    ["2026/3/5", "2026-03-05"],
    ["2026.3.5", "2026-03-05"],
    ["2026年3月5日", "2026-03-05"],
    ["２０２６－３－５", "2026-03-05"],
    ["3-5", "2026-03-05"],
    ["3月5日", "2026-03-05"],
    ["+7", "2026-02-17"],
    ["-10", "2026-01-31"],
    ["今天", "2026-02-10"],
    [" 2026 03 05 ", "2026-03-05"],
    ["", ""],
  ])("%s is %s", (typed, day) => {
    expect(readDay(typed, TODAY)).toBe(day);
  });
  it.each(["20260230", "2026-13-1", "2026", "7", "soon", "2-30"])("%s is no day", (typed) => {
    expect(readDay(typed, TODAY)).toBeNull();
  });
});

describe("a countdown", () => {
  it.each([
    [-1, "over", "超期 1 天"],
    [0, "today", "今天到期"],
    [1, "soon", "剩 1 天"],
    [7, "soon", "剩 7 天"],
    [8, "ok", "剩 8 天"],
    [null, "ok", "不计期限"],
  ] as const)("of %s days is %s, %s", (days, kind, text) => {
    expect(countdown(days)).toEqual({ kind, text });
  });
});

describe("money", () => {
  it.each([
    ["1262500", "12,625.00"],
    ["5", "0.05"],
    ["0", "0.00"],
    ["123456789012", "1,234,567,890.12"],
    ["12.5", ""],
    ["", ""],
  ])("of %s fen is written %s", (fen, text) => {
    expect(yuan(fen)).toBe(text);
  });
  it.each([
    ["12625", "1262500"],
    ["12,625.5", "1262550"],
    ["12 625元", "1262500"],
    ["１２６２５", "1262500"],
    ["0.05", "5"],
    ["007", "700"],
    ["", ""],
    ["12.345", null],
    ["-3", null],
    ["many", null],
  ])("typed as %s is %s fen", (typed, fen) => {
    expect(fenOf(typed)).toBe(fen);
  });
  it("comes back unchanged from its own writing", () => {
    for (const fen of ["0", "1", "99", "100", "1262500", "999999999999"]) expect(fenOf(yuan(fen))).toBe(fen);
  });
});

describe("other writing", () => {
  it("groups an id number 6-8-4 while it is typed", () => {
    expect(groupId("519921")).toBe("519921");
    expect(groupId("51992119800101")).toBe("519921 19800101");
    expect(groupId("51992119800101931x")).toBe("519921 19800101 931X");
  });
  it("names today's moments by the hour alone", () => {
    expect(moment("2026-02-10T12:00:00+08:00", TODAY)).toBe("今天 12:00");
    expect(moment("2026-02-09T16:10:00+08:00", TODAY)).toBe("2月9日 16:10");
    expect(moment("", TODAY)).toBe("");
  });
});
