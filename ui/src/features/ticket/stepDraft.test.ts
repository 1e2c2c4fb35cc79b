import { expect, test } from "vitest";

import { isAnswered, readStep, stepDraftId, writeStep, type KeptStep } from "./stepDraft";

const KEPT: KeptStep = { ticketId: "t1", step: "advise", version: "4", day: "2026-02-10", answers: { topic: "工资条是证据" }, moments: {} };

test("unsent answers come back to the ticket they were written for and to no other", () => {
  expect(readStep(writeStep(KEPT), "t1")).toEqual(KEPT);
  expect(readStep(writeStep(KEPT), "t2")).toBeNull();
  for (const broken of ["", "[]", "null", "{", '{"ticketId":"t1"}']) expect(readStep(broken, "t1")).toBeNull();
});

test("a value of another kind is left out", () => {
  const odd = JSON.stringify({ ...KEPT, answers: { topic: 3, lawyer: "s1" }, moments: "x" });
  expect(readStep(odd, "t1")).toMatchObject({ answers: { lawyer: "s1" }, moments: {} });
});

test("each person has one draft on a ticket, with an id the desk takes", () => {
  const id = stepDraftId("0197b2a0-0000-7000-8000-000000000001", "0197b2a0-0000-7000-8000-0000000000ff");
  expect(id).toBe("step-0197b2a0-0000-7000-8000-000000000001-0000000000ff");
  expect(id).toMatch(/^[A-Za-z0-9-]{1,100}$/);
});

test("an untouched form is not kept", () => {
  expect(isAnswered({ a: "", b: " " })).toBe(false);
  expect(isAnswered({ a: "是" })).toBe(true);
});
