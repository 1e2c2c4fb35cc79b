import { invoke } from "@tauri-apps/api/core";

import { Refusal, type Transport } from "../shared/call";
import type { Machine } from "../shared/machine";
import { shellMessage } from "../text/shell";

/** Carries requests of the clerk's window. */
export const deskTransport: Transport = (request) => ask<string>("rpc", { request });

/** Carries requests of the citizen's window. */
export const ratingTransport: Transport = (request) => ask<string>("rating_rpc", { request });

/** The shell this program runs in. */
export const shell: Machine = {
  openRating: () => ask("open_rating", {}),
  closeRating: () => ask("close_rating", {}),
  async listPrinters() {
    const printers = await ask<Array<{ name: string; is_default: boolean }>>("list_printers", {});
    return printers.map((printer) => ({ name: printer.name, isDefault: printer.is_default }));
  },
  async listTrays(printer) {
    const trays = await ask<Array<{ option: string; name: string; is_default: boolean }>>("list_trays", { printer });
    return trays.map((tray) => ({ option: tray.option, name: tray.name, isDefault: tray.is_default }));
  },
  async printPaper(job) {
    const printed = await ask<{ job: string }>("print_paper", { ...job });
    return printed.job;
  },
  async savePaper({ pdf, fileName }) {
    const saved = await ask<{ name: string | null }>("save_paper", { pdf, name: fileName });
    return saved.name ?? "";
  },
  async choosePackage() {
    return (await ask<{ path: string | null }>("choose_package", {})).path ?? "";
  },
  async chooseFolder() {
    return (await ask<{ path: string | null }>("choose_folder", {})).path ?? "";
  },
  listSticks: () => ask("list_sticks", {}),
  async saveCard({ text, fileName }) {
    const saved = await ask<{ name: string | null }>("save_card", { text, name: fileName });
    return saved.name ?? "";
  },
};

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (fault) {
    const code = isFault(fault) ? fault.code : "app.internal";
    throw new Refusal({ code, kind: "shell", field: "", ...shellMessage(code) });
  }
}

function isFault(fault: unknown): fault is { code: string } {
  return typeof fault === "object" && fault !== null && "code" in fault && typeof fault.code === "string";
}
