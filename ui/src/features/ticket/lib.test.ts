import { expect, test } from "vitest";
import type { LimitView, Step, Suggestion, TimelineRow } from "../../shared/wire";
import {
  blankFields,
  changedMeanwhile,
  editStart,
  exchangeMark,
  firstChoice,
  headLimits,
  isEdited,
  isStale,
  keptOfParty,
  limitsInOrder,
  orderedSuggestions,
  partyForm,
  standingOf,
  stepForm,
  stepLists,
  stepReady,
  timelineLines,
} from "./lib";
import { samplePage } from "./testing";

function step(code: string, extra: Partial<Step> = {}): Step {
  return { code, name: code, key: "", primary: false, allowed: true, reason: "", locked: false, ...extra };
}

function row(entry: string, at: string, extra: Partial<TimelineRow> = {}): TimelineRow {
  return { entry, at, kind: "note", title: entry, text: "", actor: "姚素琴", siteName: "中心", notEffective: "", ...extra };
}

function limit(code: string, kind: string, due: string): LimitView {
  return {
    code, kind, title: code, name: code, subject: "", keeper: "本机构", from: "2026-02-10", due, dueAt: "", daysLeft: 3, dueStrict: "", suspendedDays: 0,
    pausedSince: "", promisedDue: "", promisedDaysLeft: null, promisedExplanation: "", light: "green", met: "", metLate: false, dropped: false, hard: true,
    explanation: "", basis: "", estimated: false, unverified: false,
  };
}

test("a limit says how it stands: met, ended, stopped, passed or how long is left", () => {
  const of = (extra: Partial<LimitView>) => standingOf({ ...limit("a", "statutory", "2026-02-24"), ...extra }, "2026-02-21");
  expect(of({ light: "green", daysLeft: 9 })).toEqual({ kind: "ok", text: "剩 9 天" });
  expect(of({ light: "yellow" })).toEqual({ kind: "soon", text: "剩 3 天" });
  expect(of({ light: "overdue", daysLeft: -2 })).toEqual({ kind: "over", text: "超期 2 天" });
  expect(of({ light: "yellow", daysLeft: -2, hard: false })).toEqual({ kind: "soon", text: "已过 2 天" });
  expect(of({ light: "", met: "2026-02-20" }).text).toBe("2月20日已办");
  expect(of({ light: "", met: "2026-02-27", metLate: true })).toEqual({ kind: "over", text: "2月27日办，逾期" });
  expect(of({ light: "", dropped: true }).text).toBe("不再计");
  expect(of({ light: "still", pausedSince: "2026-02-12" }).text).toBe("2月12日起停计");
  expect(of({ light: "still", due: "", daysLeft: null }).text).toBe("未定天数");
});

test("open limits come first, the nearest of them at the top", () => {
  const open = limit("b", "statutory", "2026-03-01");
  const met = { ...limit("a", "statutory", "2026-02-01"), light: "", met: "2026-01-31" };
  const near = limit("c", "statutory", "2026-02-20");
  expect(limitsInOrder([met, open, near]).map((one) => one.code)).toEqual(["c", "b", "a"]);
});

function staff(staffId: string, excluded = false): Suggestion {
  return { staffId, name: staffId, roleName: "", unit: "", openTickets: 0, onDuty: true, reason: "", excluded };
}

test("the primary step stands alone, refused steps stand below with their reason", () => {
  const steps = [step("close", { primary: true }), step("transfer"), step("assign", { allowed: false, primary: true })];
  const lists = stepLists(steps);
  expect(lists.primary?.code).toBe("close");
  expect(lists.can.map((each) => each.code)).toEqual(["transfer"]);
  expect(lists.cannot.map((each) => each.code)).toEqual(["assign"]);
});

test("a step has one form under its short and its command name", () => {
  expect(stepForm("close")).toBe("close");
  expect(stepForm("close_ticket")).toBe("close");
  expect(stepForm("link_tickets")).toBe("link");
  expect(
    [
      "accept_ticket", "assign_ticket", "close_ticket", "decline_ticket", "refuse_ticket", "transfer_ticket", "split_ticket",
      "withdraw_ticket", "ask_rating", "reopen_ticket", "void_ticket", "finish_rating_task", "add_note", "answer_finding",
    ].filter((code) => stepForm(code) === undefined),
  ).toEqual([]);
  expect(stepForm("teleport")).toBeUndefined();
});

test("the head shows the nearest promised and the nearest statutory date", () => {
  const limits = [
    limit("b", "statutory", "2026-03-01"),
    limit("a", "statutory", "2026-02-24"),
    limit("p", "promised", "2026-02-13"),
  ];
  expect(headLimits(limits).map((each) => each.code)).toEqual(["p", "a"]);
  expect(headLimits([])).toEqual([]);
});

test("the timeline runs from new to old with a line for each earlier day", () => {
  const lines = timelineLines(
    [
      row("a", "2026-02-09T16:20:00+08:00"),
      row("b", "2026-02-10T09:54:00+08:00", { kind: "register" }),
      row("c", "2026-02-10T15:06:00+08:00", { kind: "conflict" }),
    ],
    "2026-02-10",
  );
  expect(lines.map((line) => (line.kind === "day" ? line.day : `${line.row.entry}:${line.mark}`))).toEqual([
    "c:conf",
    "b:key",
    "2026-02-09",
    "a:plain",
  ]);
});

test("entries without effect are kept and marked", () => {
  const [line] = timelineLines([row("a", "2026-02-10T09:00:00+08:00", { notEffective: "已先作废" })], "2026-02-10");
  expect(line?.kind === "row" && line.mark).toBe("void");
});

test("a refusal for an outdated version is told from others", () => {
  expect(isStale("record.changed_meanwhile")).toBe(true);
  expect(isStale("ticket.already_closed")).toBe(false);
});

test("what somebody else changed is named with who and when", () => {
  const before = samplePage();
  const now = samplePage({
    version: "2",
    fields: before.fields.map((field) => (field.field === "summary" ? { ...field, value: "改过的摘要" } : field)),
    timeline: [...before.timeline, row("e9", "2026-02-10T15:30:00+08:00", { actor: "骆以安" })],
  });
  const meanwhile = changedMeanwhile(before, now);
  expect(meanwhile.actor).toBe("骆以安");
  expect(meanwhile.fields.map((field) => [field.field, field.now])).toEqual([["summary", "改过的摘要"]]);
});

test("nobody who must stay away is suggested first", () => {
  const suggestions = [staff("温若岚", true), staff("骆以安"), staff("祁东来")];
  expect(orderedSuggestions(suggestions).map((each) => each.staffId)).toEqual(["骆以安", "祁东来", "温若岚"]);
  expect(firstChoice(suggestions)).toBe("骆以安");
  expect(firstChoice([staff("温若岚", true)])).toBe("");
});

test("a masked value is never written back and never cleared by leaving it empty", () => {
  expect(editStart("199****0592")).toBe("");
  expect(editStart("尔古村")).toBe("尔古村");
  expect(isEdited("199****0592", "")).toBe(false);
  expect(isEdited("199****0592", "19900010592")).toBe(true);
  expect(isEdited("尔古村", "")).toBe(true);
  expect(isEdited("尔古村", "尔古村")).toBe(false);
});

test("a step is ready when its required parts are there", () => {
  const empty = { staff: "", text: "", window: "", matter: "", summary: "", outcome: "", number: "", relation: "related", finding: "", answer: "" };
  expect(stepReady("assign", empty, false)).toBe(false);
  expect(stepReady("assign", { ...empty, staff: "s1" }, false)).toBe(true);
  expect(stepReady("close", { ...empty, outcome: "guided" }, true)).toBe(false);
  expect(stepReady("close", { ...empty, outcome: "guided", text: "引导到法院" }, true)).toBe(true);
  expect(stepReady("reason", { ...empty, text: " " }, false)).toBe(false);
});

test("a field counts as not filled in unless it has a value or two", () => {
  const page = samplePage();
  const [first] = page.fields;
  if (first === undefined) throw new Error("the sample has a field");
  page.fields = [
    { ...first, field: "a", value: "有", conflict: null },
    { ...first, field: "b", value: "", conflict: null },
  ];
  expect(blankFields(page).map((field) => field.field)).toEqual(["b"]);
});


test("numbers of a party that are masked start empty and stay as they are until typed over", () => {
  const party = {
    key: "a", role: "opponent", roleName: "对方", kind: "person", name: "田兆丰", idNumberMasked: "519921********9314",
    phoneMasked: "199****0075", creditCode: "", conflict: "", conflictSentence: "", finding: "",
  };
  const form = partyForm(party);
  expect(form).toMatchObject({ key: "a", name: "田兆丰", idNumber: "", phone: "" });
  expect(keptOfParty(form)).toEqual(["id_number", "phone", "groups"]);
  expect(keptOfParty({ ...form, phone: "19900010076" })).toEqual(["id_number", "groups"]);
});

test("the way to the centre is told at a station only", () => {
  expect(exchangeMark({ state: "not_exported", stateName: "未导出" })).toMatchObject({ text: "未导出", kind: "warn" });
  expect(exchangeMark({ state: "confirmed", stateName: "中心已确认" })).toMatchObject({ text: "中心已确认", kind: "green" });
  expect(exchangeMark({ state: "", stateName: "" })).toBeNull();
  expect(exchangeMark(null)).toBeNull();
});
