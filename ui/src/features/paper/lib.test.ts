import { expect, test } from "vitest";
import type { IssuedPaper, PaperKind, PaperView } from "../../shared/wire";
import {
  asksOf, batchOffer, batchStart, bytesOf, carryTexts, deliverable, deliveryForm, deliveryLine, deliveryOf, firstToDeliver, frameBlanks, filledOf, kindOfForm, noTexts, offered, offerTexts, paperKind, placesFor, printerFor, receiptOf, scaleFor, toFill,
} from "./lib";

test("bytes above 127 survive", () => {
  expect([...bytesOf("AP+A")]).toEqual([0, 255, 128]);
});

const PRINTERS = [{ name: "window", isDefault: true }, { name: "roll", isDefault: false }, { name: "tray", isDefault: false }];
const plain = (kind: string) => ({ kind, printer: "", tray: "", right: "0.0", down: "0.0" });
const SETTINGS = {
  printer: "tray",
  kinds: [plain("a4"), plain("a4_landscape"), { kind: "a5", printer: "gone", tray: "", right: "0.0", down: "0.0" }, { kind: "roll80", printer: "roll", tray: "media-source=roll", right: "-1.5", down: "2.0" }],
};

test("a kind of paper goes to its own printer, else to that of the desk, else to that of the system", () => {
  expect(["a4", "a5", "roll80"].map((kind) => printerFor(SETTINGS, PRINTERS, kind))).toEqual(["tray", "tray", "roll"]);
  expect(printerFor({ ...SETTINGS, printer: "" }, PRINTERS, "a4")).toBe("window");
  expect(printerFor(null, PRINTERS, "a4")).toBe("window");
  expect(printerFor(SETTINGS, [], "roll80")).toBe("");
});

test("tray and correction hold for the printer they were set for", () => {
  const roll = (chosen: string) => placesFor(SETTINGS, PRINTERS, chosen).find((place) => place.kind === "roll80");
  expect(roll("")).toEqual({ kind: "roll80", printer: "roll", tray: "media-source=roll", right: "-1.5", down: "2.0" });
  expect(roll("roll")).toEqual(roll(""));
  expect(roll("window")).toEqual({ kind: "roll80", printer: "window", tray: "", right: "0", down: "0" });
  expect(placesFor(null, PRINTERS, "").map((place) => place.printer)).toEqual(["window", "window", "window", "window"]);
});

test("a page fills the room within limits", () => {
  expect(scaleFor(595, 595)).toBe(1);
  expect(scaleFor(595, 5950)).toBe(2);
  expect(scaleFor(595, 0)).toBe(1);
});

test("a desk without settings prints the usual receipt", () => {
  expect(receiptOf(null)).toBe("receipt_a4");
  expect(receiptOf({ receiptForm: "receipt_large" })).toBe("receipt_large");
});

function kind(code: string, extra: Partial<PaperKind> = {}): PaperKind {
  return {
    code, name: code, group: "desk", groupName: "窗口文书", windows: [], must: false, copies: [], basis: [], large: "", blanks: [], frame: false, paper: "a4",
    ...extra,
  };
}

test("a form and its large print are printed on the same kind of paper", () => {
  const papers = [kind("queue", { paper: "roll80", large: "queue_large" })];
  expect(["queue", "queue_large", "unknown"].map((form) => kindOfForm(papers, form))).toEqual(["roll80", "roll80", "a4"]);
});

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

test("a text that was typed before is offered where nothing is typed yet", () => {
  const texts = noTexts([{ code: "agency", name: "机构", keys: [], green: false }, { code: "reason", name: "理由", keys: [], green: false }]);
  texts.reason = "刚填的";
  offerTexts(texts, [{ field: "agency", value: "云川县法律援助中心" }, { field: "reason", value: "上次的" }, { field: "gone", value: "没有这一处" }]);
  expect(texts).toEqual({ agency: "云川县法律援助中心", reason: "刚填的" });
});

test("only what was typed is handed over", () => {
  expect(filledOf({ agency: " 甲 ", reason: "  " })).toEqual([{ field: "agency", value: "甲" }]);
});

function view(form: string, extra: Partial<PaperView> = {}): PaperView {
  return { form, name: form, must: false, state: extra.count ? "made" : "missing", instead: "", stepName: "", due: false, count: 0, repeats: false, lastAt: "", lastBy: "", ...extra };
}

test("what the last step asks for is ticked, and without it what an earlier step still waits for", () => {
  const waiting = [view("apply", { stepName: "收到申请" }), view("cover", { must: true }), view("notify", { count: 1 })];
  expect(batchStart(waiting)).toEqual(["apply"]);
  expect(batchStart([...waiting, view("grant", { stepName: "决定给予", due: true })])).toEqual(["grant"]);
});

test("what is printed at once is of the taken path and no frame of the volume", () => {
  const papers = [
    view("apply", { state: "made", count: 1 }), view("apply_large", { state: "made", count: 1 }), view("grant"),
    view("assign", { state: "ahead", stepName: "指派" }), view("cover", { state: "ahead" }), view("contents", { state: "bound" }), view("refuse", { state: "aside" }),
  ];
  expect(batchOffer(papers).map((each) => each.form)).toEqual(["apply", "grant", "assign"]);
});

test("papers with blanks are filled in one after the other, and what means the same is carried on", () => {
  const blank = (code: string) => ({ code, name: code, keys: [], green: false });
  const kinds = [kind("grant", { blanks: [blank("agency"), blank("serial")] }), kind("notify"), kind("assign", { blanks: [blank("agency"), blank("serial")] })];
  const offer = [view("assign"), view("notify"), view("grant")];
  expect(toFill(kinds, offer, ["grant", "notify", "assign"]).map((each) => each.code)).toEqual(["assign", "grant"]);
  expect(toFill(kinds, offer, ["notify"])).toEqual([]);
  const typed = { assign: { agency: "云川县法律援助中心", serial: "7" }, grant: { agency: "", serial: "" } };
  carryTexts(typed, "assign", "grant", ["agency"]);
  expect(typed.grant).toEqual({ agency: "云川县法律援助中心", serial: "" });
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
  const paper = (number: string, state: string, deliveries: unknown[] = []) => ({ number, state, deliveries }) as IssuedPaper;
  expect(firstToDeliver([paper("A", "standing"), paper("B", "void"), paper("C", "standing", [{}])])).toEqual(["A"]);
  expect(firstToDeliver([paper("A", "standing"), paper("B", "standing")])).toEqual([]);
  expect(firstToDeliver([paper("A", "standing"), { ...paper("B", "standing"), awaits: true }])).toEqual(["B"]);
  expect(deliverable([paper("A", "standing"), paper("", "standing"), paper("B", "void")]).map((each) => each.number)).toEqual(["A"]);
});
