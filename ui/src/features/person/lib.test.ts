import { expect, test } from "vitest";
import type { SamePerson } from "../../shared/wire";
import { compareLines, proposedKeep } from "./lib";

const names = { name: "姓名", idNumber: "证件号", phone: "电话", address: "住址", count: "次数", lastVisit: "最近" };

function person(personId: string, extra: Partial<SamePerson> = {}): SamePerson {
  return {
    personId, name: "查志强", idNumberMasked: "", phoneMasked: "", address: "", score: 80, certain: false, reasons: [],
    nameDiffers: false, lastVisit: "2026-01-05", ticketCount: 1, fill: null, ...extra,
  };
}

test("lines with two different values are marked, a missing value is no difference", () => {
  const lines = compareLines(person("a", { address: "东关街道" }), person("b", { name: "査志强" }), names);
  expect(lines.filter((line) => line.differs).map((line) => line.label)).toEqual(["姓名"]);
});

test("the entry with an identity number is proposed, then the one with more tickets, then the one seen last", () => {
  expect(proposedKeep(person("a", { ticketCount: 9 }), person("b", { idNumberMasked: "5199" }))).toBe("b");
  expect(proposedKeep(person("a"), person("b", { ticketCount: 2 }))).toBe("b");
  expect(proposedKeep(person("a", { lastVisit: "2026-02-01" }), person("b"))).toBe("a");
  expect(proposedKeep(person("a"), person("b"))).toBe("a");
});
