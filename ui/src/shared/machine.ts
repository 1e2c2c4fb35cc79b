/** A printer of this computer. */
export interface Printer {
  /** Name of the queue. */
  name: string;
  /** The system prints here when nobody chooses. */
  isDefault: boolean;
}

/** A tray of a printer. */
export interface Tray {
  /** What chooses it, as the print system writes it. */
  option: string;
  /** What the print system calls it. */
  name: string;
  /** The printer takes it when nobody chooses. */
  isDefault: boolean;
}

/** Where sheets of one kind of paper go. */
export interface PrintPlace {
  /** As print settings name it, for example `a4`. */
  kind: string;
  printer: string;
  /** What chooses the tray; empty for the one the printer takes by itself. */
  tray: string;
  /** Millimetres to the right. */
  right: string;
  /** Millimetres down. */
  down: string;
}

/** One paper on its way to printers. */
export interface PrintJob {
  /** Base64. */
  pdf: string;
  copies: number;
  /** A place for every kind of paper. */
  places: PrintPlace[];
}

/** What only the shell around the page can do. Every method throws a `Refusal` with ready text. */
export interface Machine {
  /** Shows the citizen's window. */
  openRating(): Promise<void>;
  closeRating(): Promise<void>;
  listPrinters(): Promise<Printer[]>;
  /** Trays a printer reports; none where it does not say. */
  listTrays(printer: string): Promise<Tray[]>;
  /** Returns the name the print system gave the job. */
  printPaper(job: PrintJob): Promise<string>;
  /** Asks for a place and writes the file; empty when the clerk changed their mind. */
  savePaper(paper: { pdf: string; fileName: string }): Promise<string>;
  /** Asks for an exchange file; empty when the clerk changed their mind. */
  choosePackage(): Promise<string>;
  /** Asks for a folder; empty likewise. */
  chooseFolder(): Promise<string>;
  /** Folders of sticks that are plugged in. */
  listSticks(): Promise<string[]>;
  /** Asks for a place and writes the card of this desk; empty likewise. */
  saveCard(card: { text: string; fileName: string }): Promise<string>;
}

let current: Machine | null = null;

/** Names the shell, once, before the first screen. */
export function useMachine(machine: Machine): void {
  current = machine;
}

/** Returns the shell this page runs in. */
export function machine(): Machine {
  if (current === null) throw new Error("no shell was named");
  return current;
}
