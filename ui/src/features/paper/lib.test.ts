import { expect, test } from "vitest";
import type { PaperKind } from "../../shared/wire";
import { bytesOf, filledOf, firstTexts, mediaOf, offered, paperKind, printPlace, remember, scaleFor } from "./lib";

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
    code, name: code, group: "desk", groupName: "窗口文书", windows: [], must: false, copies: [], basis: [], large: "", blanks: [],
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
