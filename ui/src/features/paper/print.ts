import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";

import { call } from "../../shared/call";
import { machine, type Printer } from "../../shared/machine";
import { catalogue } from "../../shared/session";
import type { FieldChange, MakeList, PaperPreview, PaperTexts, PrintSettings } from "../../shared/wire";
import { kindOfForm, placesFor, printerFor, receiptOf } from "./lib";

const known = shallowRef<PrintSettings | null>(null);

/** Where papers go from this computer; read once, and nothing when it cannot be read. */
async function readPrintSettings(): Promise<PrintSettings | null> {
  if (known.value !== null) return known.value;
  try {
    known.value = await call("get_print_settings", {});
  } catch {
    // Papers then go where the clerk says.
  }
  return known.value;
}

/** Forgets where papers go, for example after the settings changed. */
export function forgetPrintSettings(): void {
  known.value = null;
}

/** Form of the receipt this desk prints. */
export async function usualReceipt(): Promise<string> {
  try {
    return receiptOf(await call("get_settings", {}));
  } catch {
    return receiptOf(null);
  }
}

async function listPrinters(): Promise<Printer[]> {
  try {
    return await machine().listPrinters();
  } catch {
    // Without a print system papers are saved as files.
    return [];
  }
}

/** The printer papers of a form go to; empty when there is none. */
export async function usualPrinter(form: string): Promise<string> {
  return printerFor(await readPrintSettings(), await listPrinters(), kindOfForm(catalogue.value.papers, form));
}

/** The printer somebody set for papers of a form; empty when nobody did, whatever the system would take. */
export async function setPrinter(form: string): Promise<string> {
  const settings = await readPrintSettings();
  const kind = kindOfForm(catalogue.value.papers, form);
  const own = settings?.kinds.find((each) => each.kind === kind)?.printer ?? "";
  return own === "" ? (settings?.printer ?? "") : own;
}

/** The printers of this computer for a choice, and the one papers of a form go to until the clerk chooses another. */
export function usePrinters(form: () => string): {
  printers: ComputedRef<Array<{ code: string; name: string }>>;
  printer: Ref<string>;
  /** Kinds of paper go to different printers. */
  sorted: ComputedRef<boolean>;
} {
  const found = shallowRef<Printer[]>([]);
  const settings = shallowRef<PrintSettings | null>(null);
  const printer = ref("");
  const usual = computed(() => printerFor(settings.value, found.value, kindOfForm(catalogue.value.papers, form())));
  watch(usual, (now, before) => {
    if (printer.value === before || printer.value === "") printer.value = now;
  });
  void Promise.all([listPrinters(), readPrintSettings()]).then(([printers, set]) => {
    settings.value = set;
    found.value = printers;
  });
  return {
    printers: computed(() => found.value.map((each) => ({ code: each.name, name: each.name }))),
    printer,
    sorted: computed(() => new Set(placesFor(settings.value, found.value, "").map((place) => place.printer)).size > 1),
  };
}

/** Texts for the blanks of a paper that were typed before, and which blanks other papers share; none when they cannot be read. */
export async function firstTexts(ticketId: string, form: string): Promise<PaperTexts> {
  try {
    return await call("first_texts", { ticketId, form });
  } catch {
    return { filled: [], shared: [] };
  }
}

/** Texts for the blanks of a paper that were typed before; none when they cannot be read. */
export async function textsBefore(ticketId: string, form: string): Promise<FieldChange[]> {
  return (await firstTexts(ticketId, form)).filled;
}

/** Sends a recorded paper to a printer; each kind of paper to its own when none is named. */
export async function send(paper: Pick<PaperPreview, "pdf">, printer: string): Promise<void> {
  const printers = printer === "" ? await listPrinters() : [];
  await machine().printPaper({ pdf: paper.pdf, copies: 1, places: placesFor(await readPrintSettings(), printers, printer) });
}

/** Records that an issued paper is printed again, then prints it. Throws a `Refusal`. */
export async function printAgain(number: string, marked: boolean, printer: string): Promise<void> {
  await send(await call("copy_paper", { number, marked, printer }), printer);
}

/** Records that an issued paper is saved again, then asks for a place for it; returns its name, empty when not written. */
export async function saveAgain(number: string, marked: boolean): Promise<string> {
  const paper = await call("copy_paper", { number, marked, printer: "file" });
  return machine().savePaper({ pdf: paper.pdf, fileName: paper.fileName });
}

/** Records the print, then sends the paper to the printer. Throws a `Refusal`. */
export async function printPaper(ticketId: string, form: string, printer: string, filled: FieldChange[] = []): Promise<PaperPreview> {
  const paper = await call("issue_paper", { ticketId, form, printer, filled, serves: null });
  await send(paper, printer);
  return paper;
}

/** Records the print, then asks for a place for the file; returns its name, empty when it was not written. */
export async function savePaper(ticketId: string, form: string, filled: FieldChange[] = []): Promise<string> {
  const paper = await call("issue_paper", { ticketId, form, printer: "file", filled, serves: null });
  return machine().savePaper({ pdf: paper.pdf, fileName: paper.fileName });
}

/** What a paper of the office lists. */
export type ListOf = Omit<MakeList, "printer">;

/** Prints a list; the desk notes that it was. Throws a `Refusal`. */
export async function printList(list: ListOf, printer: string): Promise<PaperPreview> {
  const paper = await call("make_list", { ...list, printer });
  await send(paper, printer);
  return paper;
}

/** Asks for a place for a list; returns its name, empty when it was not written. */
export async function saveList(list: ListOf): Promise<string> {
  const paper = await call("make_list", { ...list, printer: "file" });
  return machine().savePaper({ pdf: paper.pdf, fileName: paper.fileName });
}
