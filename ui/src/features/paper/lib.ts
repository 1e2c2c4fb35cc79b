import type { Choice, DeliverPapers, DeliveryView, FieldChange, IssuedPaper, PaperKind, PaperView, Settings } from "../../shared/wire";

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

/** Blanks that mean the office and not the visitor, so that what was typed is offered again. */
const OF_THE_OFFICE: readonly string[] = ["agency", "committee", "bureau", "court", "office_short", "retention", "filer", "recorder"];

const remembered = new Map<string, string>();

/** The paper a code names, also by its large print. */
export function paperKind(papers: readonly PaperKind[], form: string): PaperKind | undefined {
  return papers.find((each) => each.code === form || (each.large !== "" && each.large === form));
}

/** What the blanks of a paper begin with: names of the office that were typed before, nothing else. */
export function firstTexts(kind: Pick<PaperKind, "blanks"> | undefined): Record<string, string> {
  return Object.fromEntries((kind?.blanks ?? []).map((blank) => [blank.code, remembered.get(blank.code) ?? ""]));
}

/** Remembers the names of the office until the program ends. */
export function remember(texts: Record<string, string>): void {
  for (const name of OF_THE_OFFICE) {
    const text = texts[name]?.trim() ?? "";
    if (text !== "") remembered.set(name, text);
  }
}

/** The texts that were typed, as the desk takes them. */
export function filledOf(texts: Record<string, string>): FieldChange[] {
  return Object.entries(texts)
    .filter(([, text]) => text.trim() !== "")
    .map(([field, text]) => ({ field, value: text.trim() }));
}

/** The papers offered at a window, in the order of the procedure, with the wanted words in their name. */
export function offered(papers: readonly PaperKind[], window: string, wanted: string): PaperKind[] {
  const words = wanted.trim();
  return papers.filter(
    (paper) => (paper.windows.length === 0 || paper.windows.includes(window)) && (words === "" || paper.name.includes(words)),
  );
}

/** Papers that can be handed over: those with a number that are not void. */
export function deliverable(papers: readonly IssuedPaper[]): IssuedPaper[] {
  return papers.filter((paper) => paper.number !== "" && paper.state !== "void");
}

/** The form of a delivery as it begins: today, handed to the addressee. */
export function deliveryForm(ticketId: string, papers: readonly string[], today: string, addressee: string): DeliverPapers {
  return {
    ticketId, papers: [...papers], way: "direct", day: today, place: "", receiver: "addressee", receiverName: addressee,
    reason: "", witness: "", evidence: "", consent: false, note: "",
  };
}

/** Ways in which nobody signs. */
const UNSIGNED: readonly string[] = ["left", "electronic", "mail", "notice"];

/** What a way of delivery asks for. */
export function asksOf(way: string, receiver: string): { receiver: boolean; reason: boolean; evidence: boolean; consent: boolean } {
  const signed = !UNSIGNED.includes(way);
  return {
    receiver: signed,
    reason: way === "left" || way === "notice" || (signed && receiver !== "addressee" && receiver !== ""),
    evidence: UNSIGNED.includes(way),
    consent: way === "electronic",
  };
}

/** A delivery without what its way does not ask for. */
export function deliveryOf(form: DeliverPapers): DeliverPapers {
  const asks = asksOf(form.way, form.receiver);
  return {
    ...form,
    receiver: asks.receiver ? form.receiver : "",
    receiverName: asks.receiver ? form.receiverName : "",
    consent: asks.consent && form.consent,
  };
}

/** A delivery in a line: day, way, who signed. */
export function deliveryLine(delivery: Pick<DeliveryView, "day" | "wayName" | "receiverName" | "relationName">): string {
  const who = delivery.receiverName === "" ? "" : ` ${delivery.receiverName}（${delivery.relationName}）`;
  return `${delivery.day} ${delivery.wayName}${who}`;
}

/** Papers offered for printing at once: in the order of the procedure, each once. */
export function batchOffer(papers: readonly PaperView[]): PaperView[] {
  return papers.filter((paper) => !paper.form.endsWith("_large"));
}

/** Forms ticked to begin with: what the step taken last asks for; where it asks for nothing, what is missing. */
export function batchStart(papers: readonly PaperView[]): string[] {
  const offer = batchOffer(papers);
  const due = offer.filter((paper) => paper.due);
  const missing = offer.filter((paper) => paper.count === 0 && paper.stepName !== "");
  return (due.length > 0 ? due : missing).map((paper) => paper.form);
}

/** Blanks of the papers that frame a volume, each once. */
export function frameBlanks(papers: readonly PaperKind[], window: string): Choice[] {
  const frame = papers.filter((paper) => paper.frame && paper.windows.includes(window));
  const blanks = new Map(frame.flatMap((paper) => paper.blanks).map((blank) => [blank.code, blank]));
  return [...blanks.values()];
}
