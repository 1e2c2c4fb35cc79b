import { expect, test } from "vitest";

import type { SupervisionRow } from "../../shared/wire";
import { levelKind, PAGE_ROWS, stateName, turned, visitorOf, writes } from "./lib";

function row(extra: Partial<SupervisionRow> = {}): SupervisionRow {
  return {
    ticketId: "t1", key: "LA-REVIEW/2026-02-10", number: "YC-Y260210-3014K", window: "legal_aid", visitor: "张三", matter: "欠薪",
    restricted: false, green: false, level: 3, levelName: "督办", state: "open", rule: "LA-REVIEW", ruleName: "审查决定", due: "2026-02-24", daysLeft: -1,
    holder: "姚素琴", superior: "罗正清", openedAt: "", raisedAt: "", reply: "", repliedBy: "", repliedAt: "", result: "", closedBy: "", closedAt: "",
    mayReply: false, mayClose: false,
    ...extra,
  };
}

test("a reader without the right learns neither name nor matter", () => {
  expect(visitorOf(row({ restricted: true, visitor: "" }))).toBe("限制可见");
  expect(visitorOf(row({ visitor: "" }))).toBe("未留姓名");
  expect(visitorOf(row())).toBe("张三");
});

test("one writes a result where one may close, else an answer, and nothing once it is closed", () => {
  expect(writes(row({ mayClose: true, mayReply: true }))).toBe("close");
  expect(writes(row({ mayReply: true }))).toBe("reply");
  expect(writes(row())).toBeNull();
  expect(writes(row({ mayReply: true, state: "closed" }))).toBeNull();
  expect(writes(undefined)).toBeNull();
});

test("a harder level has a harder colour", () => {
  expect([1, 2, 3, 4].map(levelKind)).toEqual(["soon", "today", "over", "over"]);
  expect(stateName(row({ state: "replied" }))).toBe("已答复");
});

test("pages stop at both ends", () => {
  expect(turned(0, -1, 200)).toBe(0);
  expect(turned(0, 1, PAGE_ROWS + 1)).toBe(PAGE_ROWS);
  expect(turned(0, 1, PAGE_ROWS)).toBe(0);
  expect(turned(PAGE_ROWS, -1, 200)).toBe(0);
});
