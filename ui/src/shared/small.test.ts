import { describe, expect, it } from "vitest";

import { placeAfter } from "./choose";
import { findOffers } from "./choice";
import { markDifferences } from "./differ";
import { fieldName, noticedField, refusedField } from "./problem";
import { Refusal } from "./call";
import { addressOf, placeOf, type Screen } from "./router";

const MATTERS = [
  { code: "ldbc", name: "请求支付劳动报酬", keys: ["qqzfldbc"] },
  { code: "lhcf", name: "离婚财产分割", keys: ["lhccfg"] },
  { code: "sy", name: "赡养", keys: ["sy"] },
];

describe("a list that is typed into", () => {
  it("finds by code, by keys and by a part of the name", () => {
    expect(findOffers(MATTERS, "ldbc")[0]?.code).toBe("ldbc");
    expect(findOffers(MATTERS, "qq").map((one) => one.code)).toEqual(["ldbc"]);
    expect(findOffers(MATTERS, "财产").map((one) => one.code)).toEqual(["lhcf"]);
    expect(findOffers(MATTERS, "ＬＤ").map((one) => one.code)).toEqual(["ldbc"]);
  });
  it("shows everything before a key is pressed and nothing for nonsense", () => {
    expect(findOffers(MATTERS, " ")).toHaveLength(3);
    expect(findOffers(MATTERS, "zzz")).toHaveLength(0);
  });
  it("puts a whole code before one that only begins so", () => {
    const offers = [{ code: "aba", name: "甲" }, { code: "ab", name: "乙" }];
    expect(findOffers(offers, "ab").map((one) => one.code)).toEqual(["ab", "aba"]);
  });
});

describe("differences", () => {
  it("are marked between what all values share", () => {
    expect(markDifferences(["12,625.00 元", "12,265.00 元"])).toEqual([
      { before: "12,", differs: "62", after: "5.00 元" },
      { before: "12,", differs: "26", after: "5.00 元" },
    ]);
    expect(markDifferences(["查永顺", "査永顺"]).map((one) => one.differs)).toEqual(["查", "査"]);
  });
  it("do not cut characters beyond the basic plane in two", () => {
    expect(markDifferences(["𠮷田", "𡈽田"]).map((one) => one.differs)).toEqual(["𠮷", "𡈽"]);
  });
  it("mark an added character alone", () => {
    expect(markDifferences(["东关街8号", "东关街18号"]).map((one) => one.differs)).toEqual(["", "1"]);
  });
  it("mark nothing in equal values", () => {
    expect(markDifferences(["同", "同"]).map((one) => one.differs)).toEqual(["", ""]);
  });
});

describe("what is wrong with a field", () => {
  const notices = [
    { field: "visitor.phone", code: "a", message: "少一位", hint: "", blocks: false },
    { field: "visitor.phone", code: "b", message: "不是电话", hint: "", blocks: true },
  ];
  it("is what blocks before what is only doubtful", () => {
    expect(noticedField(notices, "visitor.phone")).toEqual({ message: "不是电话", hint: "", blocks: true });
    expect(noticedField(notices, "visitor.name")).toBeNull();
  });
  it("is not taken from a refusal about another field", () => {
    const refusal = new Refusal({ code: "x", kind: "invalid", message: "缺姓名", hint: "", field: "name" });
    expect(refusedField(refusal, "name")?.message).toBe("缺姓名");
    expect(refusedField(refusal, "phone")).toBeNull();
  });
  it("is found under the name the desk writes", () => {
    expect(fieldName("complaintPhone")).toBe("complaint_phone");
    expect(fieldName("visitor.id_number")).toBe("visitor.id_number");
    const refusal = new Refusal({ code: "x", kind: "slip", message: "太短", hint: "", field: "one_time_password" });
    expect(refusedField(refusal, "oneTimePassword")?.message).toBe("太短");
  });
});

describe("a place", () => {
  const screens: Screen[] = ["/", "/tickets", "/tickets/:id"].map((path) => ({ path, title: path, view: () => Promise.reject(new Error("not opened")) }));
  it("is found by its path, with parameters and query", () => {
    const place = placeOf(screens, "#/tickets/t%2F1?view=mine");
    expect(place).toMatchObject({ params: { id: "t/1" }, query: { view: "mine" } });
    expect(place.screen?.path).toBe("/tickets/:id");
  });
  it("is the first screen for an unknown address", () => {
    expect(placeOf(screens, "#/nowhere/at/all").screen?.path).toBe("/");
    expect(placeOf(screens, "").screen?.path).toBe("/");
  });
  it("keeps empty questions out of the address", () => {
    expect(addressOf("/tickets", { view: "open", window: "" })).toBe("/tickets?view=open");
    expect(addressOf("/tickets", {})).toBe("/tickets");
  });
});

describe("a choice of rows", () => {
  it("stays within the list", () => {
    expect(placeAfter(0, -1, 5)).toBe(0);
    expect(placeAfter(4, 1, 5)).toBe(4);
    expect(placeAfter(3, 1, 0)).toBe(0);
  });
});
