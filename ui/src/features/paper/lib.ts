import type { Printer, PrintPlace } from "../../shared/machine";
import type { Choice, DeliverPapers, DeliveryView, FieldChange, IssuedPaper, PaperKind, PaperView, PrintSettings, Settings } from "../../shared/wire";

/** Kinds of paper, as print settings name them. */
export const PAPER_KINDS: readonly string[] = ["a4", "a4_landscape", "a5", "roll80"];

/** The bytes of a paper. */
export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** The kind of paper a form is printed on; A4 for one that is not known here. */
export function kindOfForm(papers: readonly PaperKind[], form: string): string {
  return paperKind(papers, form)?.paper ?? "a4";
}

/** The printer papers of a kind go to: the one set for the kind, else that of the desk, else that of the system. */
export function printerFor(settings: PrintSettings | null, printers: readonly Printer[], kind: string): string {
  const own = settings?.kinds.find((each) => each.kind === kind)?.printer ?? "";
  const there = (name: string): Printer | undefined => printers.find((each) => each.name === name && name !== "");
  return (there(own) ?? there(settings?.printer ?? "") ?? printers.find((each) => each.isDefault))?.name ?? "";
}

/** Where the sheets of each kind go: to the printer somebody chose, else each kind to its own. Tray and correction of a kind hold for its own printer only. */
export function placesFor(settings: PrintSettings | null, printers: readonly Printer[], chosen: string): PrintPlace[] {
  return PAPER_KINDS.map((kind) => {
    const set = settings?.kinds.find((each) => each.kind === kind);
    const printer = chosen === "" ? printerFor(settings, printers, kind) : chosen;
    if (set === undefined || set.printer !== printer) return { kind, printer, tray: "", right: "0", down: "0" };
    return { kind, printer, tray: set.tray, right: set.right, down: set.down };
  });
}

/** How far a page is magnified so that it fills the width without becoming blurred or larger than life twice over. */
export function scaleFor(pageWidth: number, roomWidth: number): number {
  if (pageWidth <= 0 || roomWidth <= 0) return 1;
  return Math.min(2, Math.max(0.5, roomWidth / pageWidth));
}


/** Receipt printed when the settings name none. */
const USUAL_RECEIPT = "receipt_a4";

/** The receipt this desk prints, from its settings. */
export function receiptOf(settings: Pick<Settings, "receiptForm"> | null): string {
  return settings === null || settings.receiptForm === "" ? USUAL_RECEIPT : settings.receiptForm;
}

/** The paper a code names, also by its large print. */
export function paperKind(papers: readonly PaperKind[], form: string): PaperKind | undefined {
  return papers.find((each) => each.code === form || (each.large !== "" && each.large === form));
}

/** The blanks of a paper, empty. */
export function noTexts(blanks: readonly Choice[]): Record<string, string> {
  return Object.fromEntries(blanks.map((blank) => [blank.code, ""]));
}

/** Puts texts that were typed before into blanks that are still empty. */
export function offerTexts(texts: Record<string, string>, before: readonly FieldChange[]): void {
  for (const { field, value } of before) {
    if (texts[field] === "") texts[field] = value;
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

/** Numbers ticked to begin with: the decisions that wait for their delivery; else the one paper that can still be handed over, and none of several. */
export function firstToDeliver(papers: readonly IssuedPaper[]): string[] {
  const waiting = deliverable(papers).filter((paper) => paper.state === "standing" && paper.deliveries.length === 0);
  const decisions = waiting.filter((paper) => paper.awaits);
  if (decisions.length > 0) return decisions.map((paper) => paper.number);
  return waiting.length === 1 ? waiting.map((paper) => paper.number) : [];
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

/** Papers of a ticket that stand in one of some places. */
export function inPlace(papers: readonly PaperView[], ...places: string[]): PaperView[] {
  return papers.filter((paper) => places.includes(paper.state));
}

/** Papers offered for printing at once: in the order of the procedure, each once, without those of other branches and those that frame a volume. */
export function batchOffer(papers: readonly PaperView[]): PaperView[] {
  return papers.filter((paper) => {
    const comes = paper.state === "ahead" && paper.stepName !== "";
    return !paper.form.endsWith("_large") && (comes || inPlace([paper], "made", "missing").length > 0);
  });
}

/** Forms ticked to begin with: what the step taken last asks for; where it asks for nothing, what steps before it asked for. */
export function batchStart(papers: readonly PaperView[]): string[] {
  const offer = batchOffer(papers);
  const due = offer.filter((paper) => paper.due);
  const missing = offer.filter((paper) => paper.state === "missing" && paper.stepName !== "");
  return (due.length > 0 ? due : missing).map((paper) => paper.form);
}

/** The chosen papers that have something to fill in, in the order they are offered. */
export function toFill(kinds: readonly PaperKind[], offer: readonly PaperView[], chosen: readonly string[]): PaperKind[] {
  return offer
    .filter((paper) => chosen.includes(paper.form))
    .map((paper) => paperKind(kinds, paper.form))
    .filter((kind) => kind !== undefined && kind.blanks.length > 0) as PaperKind[];
}

/** Texts by form, as they are typed for several papers. */
export type TextsByForm = Record<string, Record<string, string>>;

/** Puts what was typed for one paper into the empty blanks of another that mean the same. */
export function carryTexts(typed: TextsByForm, from: string, to: string, shared: readonly string[]): void {
  const source = typed[from] ?? {};
  offerTexts(typed[to] ?? {}, shared.flatMap((field) => (source[field] ? [{ field, value: source[field] }] : [])));
}

/** Blanks of the papers that frame a volume, each once. */
export function frameBlanks(papers: readonly PaperKind[], window: string): Choice[] {
  const frame = papers.filter((paper) => paper.frame && paper.windows.includes(window));
  const blanks = new Map(frame.flatMap((paper) => paper.blanks).map((blank) => [blank.code, blank]));
  return [...blanks.values()];
}
