import { describe, expect, test } from "vitest";
import { readKept, writeKept } from "./draft";
import {
  blankParty,
  blankTicket,
  blankVisit,
  draftTitle,
  enterPath,
  fieldRows,
  fillVisitor,
  groupIdNumber,
  groupPhone,
  insertPhrase,
  isBlankVisit,
  isEmptyAt,
  isIdNumberRight,
  isQuickFind,
  looksLikeOrganisation,
  materialCounts,
  materialsFor,
  neighbour,
  pendingFindings,
  rowOnScreen,
  shownNotices,
  slipTime,
  splitRequests,
  timeOf,
  unfillVisitor,
  visitForWire,
} from "./lib";
import { parseCard } from "./reader";
import { clearCheck, sampleCatalogue, samplePerson } from "./testing";

const catalogue = sampleCatalogue();

const finding = {
  key: "f1",
  strength: "possible",
  partyName: "田兆丰",
  sentence: "同名人来咨询过",
  excludedStaff: ["温若岚"],
  ticketNumber: "YC-Z260120-3001A",
};

describe("numbers as they are typed", () => {
  test("an id number is grouped 6-8-4 at every length", () => {
    expect(groupIdNumber("5199")).toBe("5199");
    expect(groupIdNumber("5199211990")).toBe("519921 1990");
    expect(groupIdNumber("51992119901208931x")).toBe("519921 19901208 931X");
    expect(groupIdNumber("519921 19901208 9314")).toBe("519921 19901208 9314");
  });

  test("a passport number is left as it is", () => {
    expect(groupIdNumber("E12345678")).toBe("E12345678");
  });

  test("a mobile number is grouped 3-4-4 and a landline is not", () => {
    expect(groupPhone("19900010592")).toBe("199 0001 0592");
    expect(groupPhone("0834-1234567")).toBe("0834-1234567");
  });
});

describe("materials", () => {
  const matter = catalogue.windows[1]?.matters[0];

  test("changing the matter keeps what was ticked and drops what was only proposed", () => {
    const first = materialsFor(matter, []);
    const ticked = first.map((each) => ({ ...each, present: each.name === "居民身份证", copies: 2 }));
    const changed = materialsFor(undefined, ticked);
    expect(changed).toEqual([{ name: "居民身份证", form: "copy", copies: 2, present: true }]);
  });

  test("the counts tell what may follow from what is missing", () => {
    expect(materialCounts(materialsFor(matter, []), matter)).toEqual({ present: 0, mayFollow: 1, missing: 1 });
  });
});

describe("the check's findings", () => {
  test("a finding nobody answered goes out as pending", () => {
    const visit = blankVisit("d", catalogue);
    const check = { ...clearCheck(), tickets: [{ findings: [finding], limits: [], greenReason: "" }] };
    expect(pendingFindings(visit, check)).toHaveLength(1);
    const sent = visitForWire(visit, check, catalogue.windows);
    expect(sent.tickets[0]?.conflictAnswers).toEqual([{ finding: "f1", answer: "pending", reason: "" }]);
    expect(visit.tickets[0]?.conflictAnswers).toEqual([]);
  });

  test("an answered finding does not wait", () => {
    const visit = blankVisit("d", catalogue);
    visit.tickets[0]?.conflictAnswers.push({ finding: "f1", answer: "different", reason: "" });
    const check = { ...clearCheck(), tickets: [{ findings: [finding], limits: [], greenReason: "" }] };
    expect(pendingFindings(visit, check)).toEqual([]);
  });
});

describe("what is sent", () => {
  test("numbers go without spaces, empty parties and fields of other windows stay behind", () => {
    const visit = blankVisit("d", catalogue);
    visit.visitor.idNumber = "519921 19901208 9314";
    visit.visitor.phone = "199 0001 0592";
    const ticket = visit.tickets[0] ?? blankTicket("");
    ticket.fields = [{ field: "amount", value: "1262500" }];
    ticket.parties = [blankParty([], catalogue.partyRoles)];
    const sent = visitForWire(visit, null, catalogue.windows);
    expect(sent.visitor.idNumber).toBe("519921199012089314");
    expect(sent.visitor.phone).toBe("19900010592");
    expect(sent.tickets[0]?.fields).toEqual([]);
    expect(sent.tickets[0]?.parties).toEqual([]);
    ticket.window = "legal_aid";
    expect(visitForWire(visit, null, catalogue.windows).tickets[0]?.fields).toHaveLength(1);
  });

  test("a refusal about the second party that was sent lands at its row on the screen", () => {
    const visit = blankVisit("d", catalogue);
    const blank = blankParty([], catalogue.partyRoles);
    const ticket = visit.tickets[0] ?? blankTicket("");
    ticket.parties = [{ ...blank, name: "甲" }, blank, { ...blank, name: "乙" }];
    expect(rowOnScreen(visit, "tickets[0].parties[1].credit_code")).toBe("tickets[0].parties[2].credit_code");
    expect(rowOnScreen(visit, "visitor.name")).toBe("visitor.name");
  });

  test("an empty field is complained about only after an attempt to save", () => {
    const visit = blankVisit("d", catalogue);
    const missing = { field: "visitor.name", code: "a", message: "", hint: "", blocks: true };
    expect(shownNotices(visit, [missing], false)).toEqual([]);
    expect(shownNotices(visit, [missing], true)).toEqual([missing]);
    visit.visitor.name = "1";
    expect(shownNotices(visit, [missing], false)).toEqual([missing]);
  });

  test("a field path of the wire leads to the field of the form", () => {
    const visit = blankVisit("d", catalogue);
    const ticket = visit.tickets[0] ?? blankTicket("");
    ticket.parties.push({ ...blankParty([], catalogue.partyRoles), creditCode: "91519921MAYC00077D" });
    ticket.fields.push({ field: "amount", value: "1" });
    expect(isEmptyAt(visit, "tickets[0].parties[0].credit_code")).toBe(false);
    expect(isEmptyAt(visit, "tickets[0].parties[0].id_number")).toBe(true);
    expect(isEmptyAt(visit, "tickets[0].fields.amount")).toBe(false);
    expect(isEmptyAt(visit, "tickets[0].fields.due_on")).toBe(true);
  });

  test("an id number is right when the desk read the same and has nothing against it", () => {
    const visit = blankVisit("d", catalogue);
    visit.visitor.idNumber = "519921 19901208 9314";
    const check = { ...clearCheck(), idNumberGrouped: "519921 19901208 9314" };
    expect(isIdNumberRight(visit, check)).toBe(true);
    const notice = { field: "visitor.id_number", code: "a", message: "", hint: "", blocks: false };
    expect(isIdNumberRight(visit, { ...check, notices: [notice] })).toBe(false);
    expect(isIdNumberRight(visit, { ...check, idNumberGrouped: "519921 19901208 9322" })).toBe(false);
  });

  test("a time is written for the desk's zone whatever zone the computer is in", () => {
    expect(timeOf(Date.UTC(2026, 1, 10, 17, 30, 5))).toBe("2026-02-11T01:30:05+08:00");
  });

  test("a phrase goes in at the cursor", () => {
    expect(insertPhrase("前后", "中", 1)).toEqual({ text: "前中后", cursor: 2 });
    expect(insertPhrase("前", "中", 99)).toEqual({ text: "前中", cursor: 2 });
  });

  test("requests are split at semicolons", () => {
    expect(splitRequests("追索劳务报酬； 协助查明对方身份;")).toEqual(["追索劳务报酬", "协助查明对方身份"]);
  });
});

describe("a register entry", () => {
  test("fills what is empty and leaves what was typed", () => {
    const visitor = { ...blankVisit("d", catalogue).visitor, name: "阿的·木呷约布", phone: "199 0001 9999" };
    fillVisitor(visitor, samplePerson());
    expect(visitor.name).toBe("阿的·木呷约布");
    expect(visitor.phone).toBe("199 0001 9999");
    expect(visitor.idNumber).toBe("519921 19901208 9314");
    expect(visitor.personId).toBe("person-1");
  });

  test("replaces digits that were only typed to find it", () => {
    const visitor = { ...blankVisit("d", catalogue).visitor, name: "9314" };
    fillVisitor(visitor, samplePerson());
    expect(visitor.name).toBe("阿的木呷约布");
  });

  test("taken back leaves only what the clerk typed or changed", () => {
    const visitor = { ...blankVisit("d", catalogue).visitor, name: "阿的·木呷约布" };
    const filled = fillVisitor(visitor, samplePerson());
    visitor.address = "云川县青石镇";
    unfillVisitor(visitor, filled);
    expect(visitor).toEqual({
      ...blankVisit("d", catalogue).visitor,
      name: "阿的·木呷约布",
      address: "云川县青石镇",
    });
  });

  test("digits and initials look somebody up, a Chinese name does not", () => {
    expect(["9314", "mgyb"].map(isQuickFind)).toEqual([true, true]);
    expect(["阿的", "z", "314"].map(isQuickFind)).toEqual([false, false, false]);
  });
});

describe("the way of the cursor", () => {
  test("goes from the visitor through the window's own fields to the summary", () => {
    const visit = blankVisit("d", catalogue);
    const ticket = visit.tickets[0] ?? blankTicket("");
    ticket.window = "legal_aid";
    const path = enterPath(visit, 0, catalogue.windows);
    expect(path.at(0)).toBe("visitor.name");
    expect(neighbour(path, "visitor.groups", 1)).toBe("tickets[0].matter");
    expect(neighbour(path, "tickets[0].requests", 1)).toBe("tickets[0].fields.amount");
    expect(path.at(-1)).toBe("tickets[0].summary");
    expect(neighbour(path, "tickets[0].summary", 1)).toBeUndefined();
  });

  test("an amount and the day it was due share a row", () => {
    const fields = catalogue.windows[1]?.fields ?? [];
    expect(fieldRows(fields)).toEqual([fields]);
  });

  test("an organisation is known by the end of its name", () => {
    expect(looksLikeOrganisation("云川县磐石建筑劳务有限公司")).toBe(true);
    expect(looksLikeOrganisation("田兆丰")).toBe(false);
  });
});

describe("a kept form", () => {
  test("comes back as it was", () => {
    const visit = blankVisit("d", catalogue);
    visit.visitor.groups.push("elderly");
    visit.tickets[0]?.parties.push({ ...blankParty([], catalogue.partyRoles), name: "田兆丰" });
    visit.tickets[0]?.fields.push({ field: "amount", value: "1" });
    expect(readKept(writeKept({ visit, active: 0 }), "d")).toEqual({ visit, active: 0 });
  });

  test("of another shape loses what is unknown and gets blanks for what is missing", () => {
    const kept = readKept('{"visit":{"visitor":{"name":"甲","shoe":43,"groups":[1,"a"]},"tickets":[{}]},"active":7}', "d");
    expect(kept?.visit.visitor.name).toBe("甲");
    expect(kept?.visit.visitor).not.toHaveProperty("shoe");
    expect(kept?.visit.visitor.groups).toEqual(["a"]);
    expect(kept?.visit.tickets[0]).toEqual(blankTicket(""));
    expect(kept?.active).toBe(0);
  });

  test("that is no form at all is nothing", () => {
    expect(readKept("not json", "d")).toBeNull();
    expect(readKept('{"visit":3}', "d")).toBeNull();
  });

  test("is named after the visitor and the matter", () => {
    const visit = blankVisit("d", catalogue);
    expect(isBlankVisit(visit)).toBe(true);
    expect(draftTitle(visit, "未写姓名")).toBe("未写姓名");
    visit.visitor.name = "郭䶮";
    expect(draftTitle(visit, "未写姓名")).toBe("郭䶮");
  });
});

describe("a card reader", () => {
  const card = "阿的木呷约布|男|彝族|19901208|云川县云顶彝族乡尔古村12号|519921199012089314|云川县公安局";

  test("its text is taken apart in any order of fields", () => {
    const expected = {
      name: "阿的木呷约布",
      gender: "男",
      ethnicity: "彝族",
      address: "云川县云顶彝族乡尔古村12号",
      idNumber: "519921199012089314",
    };
    expect(parseCard(card)).toEqual(expected);
    expect(parseCard(card.split("|").reverse().join("\t"))).toEqual(expected);
    expect(parseCard("没有号码")).toBeNull();
  });
});

test("the time on a slip is that of its day and its clock, or none", () => {
  expect(["0930", "9:30", "09：30", "23.59", "０９３０"].map((typed) => slipTime("2026-02-10", typed))).toEqual([
    "2026-02-10T09:30:00+08:00", "2026-02-10T09:30:00+08:00", "2026-02-10T09:30:00+08:00", "2026-02-10T23:59:00+08:00", "2026-02-10T09:30:00+08:00",
  ]);
  expect(["", "9", "2400", "0960", "09300"].map((typed) => slipTime("2026-02-10", typed))).toEqual(["", "", "", "", ""]);
  expect(slipTime("", "0930")).toBe("");
});
