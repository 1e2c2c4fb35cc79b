import { expect, test } from "vitest";

import type { FileLine, InstitutionRow, ProcedureField, ProcedureStep } from "../../shared/wire";
import { answersReady, answersToSend, fileInOrder, fileMissing, hintOf, institutionOffers, isRequired, nextStep, procedureLists, readMoment, ticketOffers, toggled } from "./procedure";

function field(code: string, extra: Partial<ProcedureField> = {}): ProcedureField {
  return {
    code, label: code, hint: "", kind: "text", choices: [], min: 0, max: 0, required: "no", otherField: "", otherValue: "", ...extra,
  };
}

function step(code: string, offered: boolean): ProcedureStep {
  return {
    code, name: code, own: true, whose: "", offered, next: false, reasonCode: offered ? "" : "step.before", reason: offered ? "" : "要先办前一步", hint: "",
    locked: false, times: 0, fields: [], basis: "", unverified: false,
  };
}

test("steps that are offered stand apart from those that say why not", () => {
  const lists = procedureLists([step("assign", false), step("advise", true)]);
  expect(lists.can.map((each) => each.code)).toEqual(["advise"]);
  expect(lists.cannot.map((each) => each.reason)).toEqual(["要先办前一步"]);
});

test("what a file must have and has not stands first and is counted", () => {
  const line = (name: string, must: boolean, held: boolean): FileLine => ({ name, must, held, how: "" });
  const file = [line("a", true, true), line("b", false, false), line("c", true, false)];
  expect(fileInOrder(file).map((each) => each.name)).toEqual(["c", "a", "b"]);
  expect(fileMissing(file)).toBe(1);
});

test("the main key offers the step that comes next, and none that is not offered", () => {
  expect(nextStep([step("guided", true), { ...step("advise", true), next: true }])?.code).toBe("advise");
  expect(nextStep([{ ...step("advise", false), next: true }])).toBeUndefined();
  expect(nextStep([step("guided", true)])).toBeUndefined();
});

test("an answer may be asked for always, with another answer, or without it", () => {
  const why = field("why", { required: "when", otherField: "came", otherValue: "false" });
  expect(isRequired(why, { came: "false" })).toBe(true);
  expect(isRequired(why, { came: "true" })).toBe(false);
  const lawyer = field("lawyer", { required: "without", otherField: "adviser" });
  expect(isRequired(lawyer, { adviser: " " })).toBe(true);
  expect(isRequired(lawyer, { adviser: "a1" })).toBe(false);
  expect(isRequired(field("free"), {})).toBe(false);
});

test("a step can be sent once what is asked for is answered", () => {
  const fields = [field("came", { required: "always" }), field("why", { required: "when", otherField: "came", otherValue: "false" })];
  expect(answersReady(fields, {})).toBe(false);
  expect(answersReady(fields, { came: "true" })).toBe(true);
  expect(answersReady(fields, { came: "false", why: " " })).toBe(false);
});

test("only answers to the questions go to the desk, trimmed and in their order", () => {
  const fields = [field("b"), field("a"), field("c")];
  expect(answersToSend(fields, { a: " 甲 ", b: "乙", c: "  ", other: "x" })).toEqual([
    { field: "b", value: "乙" },
    { field: "a", value: "甲" },
  ]);
});

test("a tick adds a code and another one takes it away", () => {
  expect(toggled("", "a")).toBe("a");
  expect(toggled("a b", "c")).toBe("a b c");
  expect(toggled("a b", "a")).toBe("b");
});

test("a moment is read as people write it, and only if there is such a moment", () => {
  expect(readMoment("2026-02-10 9:30")).toBe("2026-02-10T09:30");
  expect(readMoment("202602100930")).toBe("2026-02-10T09:30");
  expect(readMoment("2026年2月10日 9：30")).toBe("2026-02-10T09:30");
  expect(readMoment("2026-02-30 09:30")).toBeNull();
  expect(readMoment("2026-02-10 25:00")).toBeNull();
  expect(readMoment("明天")).toBeNull();
});

test("institutions are offered that are in use and take matters of the window", () => {
  const row = (id: string, windows: string[], active = true): InstitutionRow => ({
    id, version: "1", name: `机构${id}`, windows, categories: [], categoryNames: [], creditCode: "", branchOf: "", address: "",
    phone: "", contact: "", note: "", active,
  });
  const offers = institutionOffers([row("1", ["notary"]), row("2", ["forensic"]), row("3", []), row("4", ["notary"], false)], "notary");
  expect(offers.map((each) => each.name)).toEqual(["机构1", "机构3"]);
});

test("a ticket is offered once and never itself", () => {
  const one = (id: string) => ({
    id, number: `YC-${id}`, day: "2026-02-10", windowName: "法律援助", siteName: "", matter: "欠薪", stateName: "", sameMatter: false, relation: "", relationName: "",
  });
  const offers = ticketOffers([one("a")], [one("a"), one("own"), one("b")], "own");
  expect(offers.map((each) => each.code)).toEqual(["a", "b"]);
  expect(offers[0]?.name).toBe("YC-a 欠薪（法律援助）");
});

test("a number says between which it lies", () => {
  expect(hintOf(field("days", { kind: "number", min: 1, max: 60, hint: "照单填写" }))).toBe("照单填写；1 到 60");
  expect(hintOf(field("text"))).toBe("");
});
