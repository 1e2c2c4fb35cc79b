import { expect, test } from "vitest";
import type { FieldConflict, Version } from "../../shared/wire";
import { canDecide, comparedWith, comparePieces, inOrder, needsLargeGlyphs, shownValue } from "./lib";

const words = { yuan: "元", yes: "是", no: "否" };

function version(value: string, extra: Partial<Version> = {}): Version {
  return { entry: value, value, actor: "姚素琴", siteName: "中心", at: "2026-02-10T09:54:00+08:00", provisional: false, ...extra };
}

test("two glyphs that look alike are told apart", () => {
  expect(comparePieces("查志强", "査志强")).toEqual([
    { text: "查", differs: true },
    { text: "志强", differs: false },
  ]);
});

test("two amounts differ in the digits that differ", () => {
  const marked = (value: string, other: string): string[] =>
    comparePieces(value, other).filter((piece) => piece.differs).map((piece) => piece.text);
  expect(marked("5,300.00", "3,500.00")).toEqual(["5", "3"]);
  expect(marked("3,500.00", "5,300.00")).toEqual(["3", "5"]);
});

test("a left-out character is marked where it stands", () => {
  expect(comparePieces("阿的·木呷", "阿的木呷")).toEqual([
    { text: "阿的", differs: false },
    { text: "·", differs: true },
    { text: "木呷", differs: false },
  ]);
});

test("characters beyond the basic plane stay whole", () => {
  expect(comparePieces("郭𠮷", "郭吉").at(1)).toEqual({ text: "𠮷", differs: true });
});

test("the pieces of any value give the value again", () => {
  const long = "甲".repeat(300) + "乙" + "丙".repeat(300);
  for (const [a, b] of [["", "x"], ["x", ""], ["12,625.00", "12,265.00"], [long, long.replace("乙", "丁")]] as const) {
    expect(comparePieces(a, b).map((piece) => piece.text).join("")).toBe(a);
  }
  expect(comparePieces(long, long.replace("乙", "丁")).filter((piece) => piece.differs)).toEqual([
    { text: "乙", differs: true },
  ]);
});

test("short Chinese values are shown large, amounts are not", () => {
  expect(needsLargeGlyphs([version("查志强"), version("査志强")])).toBe(true);
  expect(needsLargeGlyphs([version("1262500"), version("1226500")])).toBe(false);
});

test("the provisional value stands first and is compared with the other", () => {
  const versions = [version("a"), version("b", { provisional: true })];
  expect(inOrder(versions).map((each) => each.value)).toEqual(["b", "a"]);
  expect(comparedWith(version("b"), versions)?.value).toBe("a");
});

test("an amount is read in yuan", () => {
  expect(shownValue("1262500", "money", words)).toBe("12,625.00 元");
  expect(shownValue("对方", "text", words)).toBe("对方");
});

test("a high-risk field is not decided without a reason", () => {
  const conflict: FieldConflict = {
    subjectKind: "ticket", subjectId: "t", ticketId: "t", visitor: "", field: "amount", fieldName: "金额",
    highRisk: true, versions: [version("1"), version("2")],
  };
  expect(canDecide(conflict, "1", " ")).toBe(false);
  expect(canDecide(conflict, "1", "欠条原件为准")).toBe(true);
  expect(canDecide(conflict, null, "欠条原件为准")).toBe(false);
  expect(canDecide({ ...conflict, highRisk: false }, "1", "")).toBe(true);
});
