import { expect, test } from "vitest";
import { bytesOf, mediaOf, printPlace, scaleFor } from "./lib";

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
