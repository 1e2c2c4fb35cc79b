import { shallowRef } from "vue";

import { call } from "../../shared/call";
import { machine, type Printer } from "../../shared/machine";
import type { FieldChange, MakeList, PaperPreview } from "../../shared/wire";
import { bytesOf, mediaOf, printPlace, type PrintPlace } from "./lib";

const known = shallowRef<PrintPlace | null>(null);

/** Where papers of this desk go; read once, and taken for nowhere when it cannot be read. */
export async function readPrintPlace(): Promise<PrintPlace> {
  if (known.value !== null) return known.value;
  try {
    known.value = printPlace(await call("get_settings", {}));
    return known.value;
  } catch {
    return printPlace(null);
  }
}

/** Forgets the place, for example after the settings changed. */
export function forgetPrintPlace(): void {
  known.value = null;
}

/** The printers of this computer and the one papers of this desk go to; empty when there is none. */
export async function usualPrinter(): Promise<{ printers: Printer[]; usual: string }> {
  let printers: Printer[] = [];
  try {
    printers = await machine().listPrinters();
  } catch {
    // Without a print system papers are saved as files.
  }
  const set = (await readPrintPlace()).printer;
  const usual = printers.find((each) => each.name === set) ?? printers.find((each) => each.isDefault);
  return { printers, usual: usual?.name ?? "" };
}

/** Sends a recorded paper to the printer. */
export async function send(paper: PaperPreview, printer: string): Promise<void> {
  await machine().printPaper({ pdf: paper.pdf, printer, copies: 1, media: mediaOf(bytesOf(paper.pdf)) });
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
