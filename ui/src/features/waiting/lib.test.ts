import { expect, test } from "vitest";

import type { HomeVisitRow, ReferralRow } from "../../shared/wire";
import { agreedAt, careOf, chasedOf, turned, unprinted, visitorOf } from "./lib";

const visit = (more: Partial<HomeVisitRow> = {}): HomeVisitRow =>
  ({ at: "2026-02-11T09:30", doNotCall: false, doNotAnnounce: false, safeWay: "", restricted: false, visitor: "张三", ...more }) as HomeVisitRow;
const sent = (more: Partial<ReferralRow>): ReferralRow => ({ chased: 0, chasedOn: "", nextOn: "", ...more }) as ReferralRow;

test("a restricted row names nobody, and an unnamed one says so", () => {
  expect(visitorOf({ restricted: true, visitor: "张三" })).toBe("限制可见");
  expect(visitorOf({ restricted: false, visitor: "" })).toBe("未留姓名");
});

test("a home visit says when, and what has to be minded before anybody knocks", () => {
  expect(agreedAt(visit(), "2026-02-10")).toBe("2月11日 周三 09:30");
  expect(careOf(visit())).toBe("");
  expect(careOf(visit({ doNotCall: true, doNotAnnounce: true, safeWay: "晚七点后打妹妹电话" }))).toBe("不打电话，不叫姓名，晚七点后打妹妹电话");
  expect(unprinted([visit(), visit({ restricted: true })])).toBe(1);
});

test("a referral says how often the institution was asked", () => {
  expect(chasedOf(sent({}), (day) => day)).toBe("还没催过");
  expect(chasedOf(sent({ chased: 2, chasedOn: "2月9日", nextOn: "2月16日" }), (day) => day)).toBe("2 次，最近2月9日；下次2月16日");
});

test("the tabs end where they end", () => {
  expect([turned(0, -1), turned(0, 1), turned(2, 1)]).toEqual([0, 1, 2]);
});
