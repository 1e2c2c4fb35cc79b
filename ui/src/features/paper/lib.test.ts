import { expect, test } from "vitest";
import type { IssuedPaper, PaperKind, PaperView } from "../../shared/wire";
import {
  asksOf, batchStart, bytesOf, deliverable, deliveryForm, deliveryLine, deliveryOf, frameBlanks, filledOf, firstTexts, mediaOf, offered, paperKind, printPlace, remember, scaleFor,
} from "./lib";

const page = (box: string): Uint8Array => new TextEncoder().encode(`%PDF-1.7\n<< /Type /Page /MediaBox [${box}] >>`);

test("bytes above 127 survive", () => {
  expect([...bytesOf("AP+A")]).toEqual([0, 255, 128]);
});

test("the size of the first page names the paper", () => {
  expect(mediaOf(page("0 0 595.28 841.89"))).toBe("A4");
  expect(mediaOf(page("0 0 595.28 420.94"))).toBe("A5");
  expect(mediaOf(page("0 0 200 300"))).toBe("A4");
  expect(mediaOf(new Uint8Array())).toBe("A4");
});

test("a page fills the room within limits", () => {
  expect(scaleFor(595, 595)).toBe(1);
  expect(scaleFor(595, 5950)).toBe(2);
  expect(scaleFor(595, 0)).toBe(1);
});

test("a desk without settings prints the usual receipt nowhere", () => {
  expect(printPlace(null)).toEqual({ printer: "", receiptForm: "receipt" });
  expect(printPlace({ printer: "HP", receiptForm: "receipt_large" })).toEqual({ printer: "HP", receiptForm: "receipt_large" });
});

function kind(code: string, extra: Partial<PaperKind> = {}): PaperKind {
  return {
    code, name: code, group: "desk", groupName: "窗口文书", windows: [], must: false, copies: [], basis: [], large: "", blanks: [], frame: false,
    ...extra,
  };
}

test("a window offers its own papers and those of every window", () => {
  const papers = [kind("notify", { name: "一次性告知书" }), kind("aid", { windows: ["legal_aid"] }), kind("med", { windows: ["mediation"] })];
  expect(offered(papers, "legal_aid", "").map((each) => each.code)).toEqual(["notify", "aid"]);
  expect(offered(papers, "mediation", "告知").map((each) => each.code)).toEqual(["notify"]);
});

test("large print is found by the paper it belongs to", () => {
  const papers = [kind("none"), kind("apply", { large: "apply_large" })];
  expect(paperKind(papers, "apply_large")?.code).toBe("apply");
  expect(paperKind(papers, "")).toBeUndefined();
});

test("names of the office are offered again and nothing of a visitor is", () => {
  const blanks = ["agency", "reason"].map((code) => ({ code, name: code, keys: [], green: false }));
  remember({ agency: " 云川县法律援助中心 ", reason: "家里的事" });
  expect(firstTexts(kind("grant", { blanks }))).toEqual({ agency: "云川县法律援助中心", reason: "" });
});

test("only what was typed is handed over", () => {
  expect(filledOf({ agency: " 甲 ", reason: "  " })).toEqual([{ field: "agency", value: "甲" }]);
});

function view(form: string, extra: Partial<PaperView> = {}): PaperView {
  return { form, name: form, must: false, stepName: "", due: false, count: 0, lastAt: "", lastBy: "", ...extra };
}

test("what the last step asks for is ticked, and without it what an earlier step still waits for", () => {
  const waiting = [view("apply", { stepName: "收到申请" }), view("cover", { must: true }), view("notify", { count: 1 })];
  expect(batchStart(waiting)).toEqual(["apply"]);
  expect(batchStart([...waiting, view("grant", { stepName: "决定给予", due: true })])).toEqual(["grant"]);
});

test("a volume asks for each blank of its frame once", () => {
  const blank = { code: "agency", name: "机构", keys: [], green: false };
  const papers = [
    kind("cover", { frame: true, windows: ["legal_aid"], blanks: [blank] }),
    kind("contents", { frame: true, windows: ["legal_aid"], blanks: [blank] }),
    kind("grant", { windows: ["legal_aid"], blanks: [{ ...blank, code: "reason" }] }),
  ];
  expect(frameBlanks(papers, "legal_aid").map((each) => each.code)).toEqual(["agency"]);
  expect(frameBlanks(papers, "consult")).toEqual([]);
});

test("a way of delivery asks for what it needs and hands over nothing else", () => {
  expect(asksOf("direct", "addressee")).toEqual({ receiver: true, reason: false, evidence: false, consent: false });
  expect(asksOf("direct", "family").reason).toBe(true);
  expect(asksOf("left", "addressee")).toEqual({ receiver: false, reason: true, evidence: true, consent: false });
  const form = { ...deliveryForm("t", ["n"], "2026-02-10", "单巧云"), way: "mail", consent: true };
  expect(deliveryOf(form)).toMatchObject({ receiver: "", receiverName: "", consent: false });
  expect(deliveryOf({ ...form, way: "electronic" }).consent).toBe(true);
  const done = { day: "2026-02-10", wayName: "直接送达", receiverName: "单巧云", relationName: "本人" };
  expect(deliveryLine(done)).toBe("2026-02-10 直接送达 单巧云（本人）");
  expect(deliveryLine({ ...done, receiverName: "" })).toBe("2026-02-10 直接送达");
});

test("only a paper with a number that is not void is handed over", () => {
  const paper = (number: string, state: string) => ({ number, state }) as IssuedPaper;
  expect(deliverable([paper("A", "standing"), paper("", "standing"), paper("B", "void")]).map((each) => each.number)).toEqual(["A"]);
});
