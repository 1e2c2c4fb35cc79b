import { describe, expect, it } from "vitest";

import type { TicketRow } from "../../shared/wire";
import { FIRST_PAGE, freshFilter, isFiltered, isHidden, rowsThatFit, stateMark, totalOf, turnBack, turnOn, viewCount, viewNamed, visitorOf } from "./lib";

const row = (more: Partial<TicketRow>): TicketRow => ({ restricted: false, visitor: "查永顺", matter: "赡养", ...more }) as TicketRow;

describe("the filter", () => {
  it("of a fresh view narrows nothing and sorts by what matters there", () => {
    expect(isFiltered(freshFilter("open"))).toBe(false);
    expect(freshFilter("open").sort).toBe("due");
    expect(freshFilter("all").sort).toBe("newest");
  });
  it("counts as one when any part of it is set", () => {
    for (const field of ["window", "state", "assignee", "group", "text"] as const) {
      expect(isFiltered({ ...freshFilter("open"), [field]: "x" })).toBe(true);
    }
    expect(isFiltered({ ...freshFilter("open"), green: true })).toBe(true);
  });
  it("falls back to what is open for an unknown view", () => {
    expect(viewNamed("overdue")).toBe("overdue");
    expect(viewNamed("nonsense")).toBe("open");
    expect(viewNamed(undefined)).toBe("open");
  });
});

describe("numbers of the list", () => {
  it("stop at a thousand and are dashes while unknown", () => {
    expect(viewCount([{ view: "open", count: 40 }], "open")).toBe("40");
    expect(viewCount([{ view: "open", count: 1000 }], "open")).toBe("1000+");
    expect(viewCount(undefined, "open")).toBe("–");
    expect(viewCount([], "all")).toBe("");
  });
  it("say when the count stopped early", () => {
    expect(totalOf({ total: 40, totalCapped: false })).toBe("40");
    expect(totalOf({ total: 1000, totalCapped: true })).toBe("1000+");
    expect(totalOf(null)).toBe("");
  });
});

describe("pages", () => {
  it("are turned by cursor and count the rows before", () => {
    const second = turnOn(FIRST_PAGE, "c1", 13);
    const third = turnOn(second, "c2", 13);
    expect(third).toEqual({ cursors: ["", "c1", "c2"], before: 26 });
    expect(turnBack(third, 13)).toEqual({ cursors: ["", "c1"], before: 13 });
    expect(turnBack(turnBack(third, 13), 13)).toEqual(FIRST_PAGE);
  });
  it("stay where they are at both ends", () => {
    expect(turnOn(FIRST_PAGE, "", 13)).toBe(FIRST_PAGE);
    expect(turnBack(FIRST_PAGE, 13)).toBe(FIRST_PAGE);
  });
  it("hold what fits, at least ten and at most a hundred rows", () => {
    expect(rowsThatFit(484, 28, 35)).toBe(13);
    expect(rowsThatFit(100, 28, 35)).toBe(10);
    expect(rowsThatFit(9000, 28, 35)).toBe(100);
    expect(rowsThatFit(Number.NaN, 28, 35)).toBe(20);
  });
});

describe("a restricted row", () => {
  it("names neither person nor matter", () => {
    expect(visitorOf(row({ restricted: true, visitor: "" }))).toBe("限制可见");
    expect(isHidden(row({ restricted: true, visitor: "", matter: "" }))).toBe(true);
  });
  it("is an ordinary one for those who work it", () => {
    expect(visitorOf(row({ restricted: true }))).toBe("查永顺");
    expect(isHidden(row({ restricted: true }))).toBe(false);
  });
});

describe("the mark of a state", () => {
  it("tells work from what is done", () => {
    expect(stateMark("in_progress").kind).toBe("now");
    expect(stateMark("closed").kind).toBe("done");
    expect(stateMark("void").kind).toBe("done");
  });
});
