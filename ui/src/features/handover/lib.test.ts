import { expect, test } from "vitest";

import type { HandOverRow, StaffRow } from "../../shared/wire";
import { goes, isReady, partsOf, receivers, visitorOf } from "./lib";

const row = (ticketId: string, toId: string, whyNot = ""): HandOverRow => ({ ticketId, toId, whyNot, restricted: false, visitor: "张三" }) as HandOverRow;
const person = (id: string, name: string, role: string, active = true): StaffRow => ({ id, name, role, active }) as StaffRow;

test("a desk goes as a whole: every ticket that can go has somebody", () => {
  const rows = [row("t1", "b"), row("t2", ""), row("t3", "", "法律援助案件走更换承办律师")];
  expect(isReady(rows, {}, "调离")).toBe(false);
  expect(isReady(rows, { t2: "c" }, " ")).toBe(false);
  expect(isReady(rows, { t2: "c" }, "调离")).toBe(true);
  expect(partsOf(rows, { t2: "c", t1: "c" })).toEqual([{ ticketId: "t1", toId: "c" }, { ticketId: "t2", toId: "c" }]);
  expect(isReady([], {}, "调离")).toBe(false);
  expect(rows.map(goes)).toEqual([true, true, false]);
});

test("whoever works tickets may receive, but not who leaves or has left", () => {
  const staff = [person("a", "甲", "clerk"), person("b", "乙", "handler"), person("c", "丙", "reviewer"), person("d", "丁", "clerk", false)];
  expect(receivers(staff, "a").map((one) => one.id)).toEqual(["b"]);
});

test("a restricted ticket names nobody", () => {
  expect(visitorOf({ ...row("t1", ""), restricted: true })).toBe("限制可见");
});
