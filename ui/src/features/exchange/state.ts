import { ref, shallowRef } from "vue";

import { forgetWhenCovered } from "../../shared/session";
import type { PackageDone, PackagePreview } from "../../shared/wire";

/** What the middle of the screen shows. */
export type Stage = "start" | "preview" | "report" | "peer";

/** Where the clerk is; kept while a ticket is looked at in between. */
export const stage = ref<Stage>("start");
/** The file that is looked at, or was taken in last. */
export const preview = shallowRef<PackagePreview | null>(null);
/** What became of it. */
export const report = shallowRef<PackageDone | null>(null);
/** Device of the desk that is looked at. */
export const device = ref("");
/** Folder files were last read from or written to. */
export const lastFolder = ref("");

/** Goes back to the start of the screen. */
export function toStart(): void {
  stage.value = "start";
  preview.value = null;
  report.value = null;
  device.value = "";
}

forgetWhenCovered(toStart);
