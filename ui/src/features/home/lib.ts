import { markDifferences, type Marked } from "../../shared/differ";
import { moment } from "../../shared/format";
import type { IconName } from "../../shared/icons";
import { windowIcon } from "../../shared/icons";
import type { Catalogue, FieldConflict, Home, TaskRow, Window } from "../../shared/wire";
import { conflictText } from "../../text/conflict";
import { homeText } from "../../text/home";
import { kindOfField, shownValue } from "../conflict/lib";

/** One number of a tile. */
export interface TileNumber {
  label: string;
  /** – while it is not known, never 0. */
  text: string;
  kind: "plain" | "zero" | "soon" | "over";
}

/** A window with its numbers, as 工作台 shows it. */
export interface Tile {
  code: string;
  name: string;
  key: number;
  icon: IconName;
  numbers: TileNumber[];
}

/** Tiles of all windows in the order of their keys. */
export function tilesOf(windows: readonly Window[], home: Home | null): Tile[] {
  return [...windows]
    .sort((a, b) => a.key - b.key)
    .map((window) => {
      const counts = home?.tiles.find((tile) => tile.window === window.code);
      return {
        code: window.code,
        name: window.name,
        key: window.key,
        icon: windowIcon(window.key),
        numbers: [
          numberOf(homeText.today, counts?.today, "plain"),
          numberOf(homeText.open, counts?.open, "plain"),
          numberOf(homeText.dueSoon, counts?.dueSoon, "soon"),
          numberOf(homeText.overdue, counts?.overdue, "over"),
        ],
      };
    });
}

function numberOf(label: string, count: number | undefined, kind: TileNumber["kind"]): TileNumber {
  if (count === undefined) return { label, text: homeText.unknown, kind: "plain" };
  return { label, text: String(count), kind: count === 0 ? "zero" : kind };
}

/** Who a task is about, in words a reader without the right may see. */
export function taskVisitor(task: TaskRow): string {
  if (task.restricted && task.visitor === "") return homeText.restricted;
  return task.visitor === "" ? homeText.anonymous : task.visitor;
}

/** A difference as one line: the values with what differs marked. */
export interface DifferenceLine {
  key: string;
  fieldName: string;
  visitor: string;
  values: Marked[];
  /** A character of a name: shown larger, look-alikes are hard to tell. */
  glyph: boolean;
  query: { subject: string; field: string };
}

/** Lines of the differences, values as people write them; a value given twice stands once. */
export function differenceLines(conflicts: readonly FieldConflict[], catalogue: Catalogue): DifferenceLine[] {
  return conflicts.map((conflict) => ({
    key: `${conflict.subjectId} ${conflict.field}`,
    fieldName: conflict.fieldName,
    visitor: conflict.visitor,
    values: markDifferences([
      ...new Set(conflict.versions.map((version) => shownValue(version.value, kindOfField(conflict.field, catalogue), conflictText))),
    ]),
    glyph: conflict.field === "name",
    query: { subject: conflict.subjectId, field: conflict.field },
  }));
}

/** Something that waits whoever has it in hand, with its tab in 等着办的. */
export interface WaitingLine {
  tab: number;
  icon: IconName;
  text: string;
  count: number;
}

/** What waits: home visits of today and before, proposals, referrals without an answer; nothing of what there is none. */
export function waitingLines(home: Pick<Home, "homeVisits" | "proposals" | "referrals"> | null): WaitingLine[] {
  const lines: WaitingLine[] = [
    { tab: 0, icon: "home", text: homeText.homeVisits, count: home?.homeVisits ?? 0 },
    { tab: 1, icon: "info", text: homeText.proposals, count: home?.proposals ?? 0 },
    { tab: 2, icon: "clock", text: homeText.referrals, count: home?.referrals ?? 0 },
  ];
  return lines.filter((line) => line.count > 0);
}

/** The line about backups: when the last one was made, and why a newer one was not. */
export function backupLine(home: Pick<Home, "lastBackup" | "backupFault">, today: string): string {
  const when = home.lastBackup === "" ? "" : moment(home.lastBackup, today);
  if (home.backupFault) return homeText.backupFault(home.backupFault, when === "" ? homeText.backupNever : when);
  return when === "" ? homeText.noBackup : homeText.backupAt(when);
}
