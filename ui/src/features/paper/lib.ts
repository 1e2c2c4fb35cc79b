import type { Settings } from "../../shared/wire";

/** Paper sizes printers know by name, with their short and long side in points. */
const SIZES: ReadonlyArray<{ media: string; short: number; long: number }> = [
  { media: "A4", short: 595, long: 842 },
  { media: "A5", short: 420, long: 595 },
];

/** Points a page may differ from a size and still be that size. */
const TOLERANCE = 4;

/** The bytes of a paper. */
export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** The name printers give to the size of the first page; A4 when it is none of them. */
export function mediaOf(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes);
  const box = /\/MediaBox\s*\[\s*([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s*\]/.exec(text);
  if (box === null) return "A4";
  const [left = 0, bottom = 0, right = 0, top = 0] = box.slice(1).map(Number);
  const sides = [right - left, top - bottom].sort((a, b) => a - b);
  const found = SIZES.find(
    (size) => Math.abs((sides[0] ?? 0) - size.short) < TOLERANCE && Math.abs((sides[1] ?? 0) - size.long) < TOLERANCE,
  );
  return found?.media ?? "A4";
}

/** How far a page is magnified so that it fills the width without becoming blurred or larger than life twice over. */
export function scaleFor(pageWidth: number, roomWidth: number): number {
  if (pageWidth <= 0 || roomWidth <= 0) return 1;
  return Math.min(2, Math.max(0.5, roomWidth / pageWidth));
}

/** Where papers of this desk go. */
export interface PrintPlace {
  /** Queue; empty when none is set. */
  printer: string;
  /** Form of the receipt. */
  receiptForm: string;
}

/** Receipt printed when the settings name none. */
const USUAL_RECEIPT = "receipt";

/** Reads the printer and the receipt of this desk from the settings. */
export function printPlace(settings: Pick<Settings, "printer" | "receiptForm"> | null): PrintPlace {
  return {
    printer: settings?.printer ?? "",
    receiptForm: settings === null || settings.receiptForm === "" ? USUAL_RECEIPT : settings.receiptForm,
  };
}
