import type { Catalogue, FieldConflict, FieldView, Version } from "../../shared/wire";
import { yuan } from "../../shared/format";

/** A piece of a value and whether the other value has something else there. */
export interface Piece {
  text: string;
  differs: boolean;
}

/** Longest value compared character by character; longer ones are compared by their common ends. */
const LONGEST_COMPARED = 400;

/** Cuts a value into pieces that the other value shares and pieces it does not. */
export function comparePieces(value: string, other: string): Piece[] {
  const mine = [...value];
  const theirs = [...other];
  const shared = sharedPlaces(mine, theirs);
  const pieces: Piece[] = [];
  mine.forEach((glyph, index) => {
    const differs = !shared.has(index);
    const last = pieces.at(-1);
    if (last !== undefined && last.differs === differs) last.text += glyph;
    else pieces.push({ text: glyph, differs });
  });
  return pieces;
}

/** Values of one length are compared place by place: two amounts or numbers differ in digits, nothing has moved. */
function sharedPlaces(mine: string[], theirs: string[]): Set<number> {
  if (mine.length === theirs.length) return new Set(mine.flatMap((glyph, index) => (glyph === theirs[index] ? [index] : [])));
  if (mine.length > LONGEST_COMPARED || theirs.length > LONGEST_COMPARED) return commonEnds(mine, theirs);
  return longestCommon(mine, theirs);
}

function commonEnds(mine: string[], theirs: string[]): Set<number> {
  const shared = new Set<number>();
  const most = Math.min(mine.length, theirs.length);
  let front = 0;
  while (front < most && mine[front] === theirs[front]) shared.add(front++);
  for (let back = 1; back <= most - front && mine.at(-back) === theirs.at(-back); back += 1) {
    shared.add(mine.length - back);
  }
  return shared;
}

/** Places of `mine` that belong to a longest common subsequence with `theirs`. */
function longestCommon(mine: string[], theirs: string[]): Set<number> {
  const width = theirs.length + 1;
  const length = new Uint16Array((mine.length + 1) * width);
  const at = (row: number, column: number): number => length[row * width + column] ?? 0;
  for (let row = mine.length - 1; row >= 0; row -= 1) {
    for (let column = theirs.length - 1; column >= 0; column -= 1) {
      length[row * width + column] =
        mine[row] === theirs[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const shared = new Set<number>();
  let row = 0;
  let column = 0;
  while (row < mine.length && column < theirs.length) {
    if (mine[row] === theirs[column]) {
      shared.add(row);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return shared;
}

/** Whether a glyph of these values may be mistaken for another, so that they are shown large: short Chinese text. */
export function needsLargeGlyphs(versions: Version[]): boolean {
  return versions.every((version) => [...version.value].length <= 16 && /\p{Script=Han}/u.test(version.value));
}

/** The versions with the provisional one first; otherwise in the order of the desk. */
export function inOrder(versions: Version[]): Version[] {
  return [...versions].sort((a, b) => Number(b.provisional) - Number(a.provisional));
}

/** The version a value is compared with: the provisional one, or the next one for the provisional one itself. */
export function comparedWith(version: Version, versions: Version[]): Version | undefined {
  const others = inOrder(versions).filter((each) => each.entry !== version.entry && each.value !== version.value);
  return others[0];
}

/** Kind of a field by its name, from the windows' own fields; empty when they do not have it. */
export function kindOfField(field: string, catalogue: Catalogue): string {
  const code = field.split(".").at(-1) ?? field;
  return catalogue.windows.flatMap((window) => window.fields).find((each) => each.code === code)?.kind ?? "";
}

/** A stored value as people read it. */
export function shownValue(value: string, kind: string, words: { yuan: string; yes: string; no: string }): string {
  if (kind === "money") return value === "" ? "" : `${yuan(value) === "" ? value : yuan(value)} ${words.yuan}`;
  if (kind === "yes_no") return value === "true" ? words.yes : value === "" ? "" : words.no;
  return value;
}

/** Whether a decision may be sent: something is chosen, and a high-risk field has its reason. */
export function canDecide(conflict: FieldConflict, entry: string | null, reason: string): boolean {
  return conflict.versions.some((version) => version.entry === entry) && (!conflict.highRisk || reason.trim() !== "");
}

/** Differences of a page, in the order of its fields. */
export function conflictsOf(fields: FieldView[]): FieldConflict[] {
  return fields.flatMap((field) => (field.conflict === null ? [] : [field.conflict]));
}
