import type { Offer } from "../../shared/choice";
import { moment } from "../../shared/format";
import type { BackupFile } from "../../shared/wire";
import { restoreText } from "../../text/restore";

/** Backups to choose from, newest first: by time, or by name where the program did not give it. */
export function backupChoices(backups: readonly BackupFile[], today: string): Offer[] {
  return backups.map((one) => ({
    code: one.file,
    name: one.at === "" ? one.file : restoreText.made(moment(one.at, today)),
  }));
}
