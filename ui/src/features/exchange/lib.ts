import { daysBetween, moment, monthDay, type ChipKind } from "../../shared/format";
import type { IconName } from "../../shared/icons";
import type { ExchangeNow, FieldConflict, PackageDone, PackageOuter, PackagePreview, PackageRow, PeerRow } from "../../shared/wire";
import { exchangeText as text } from "../../text/exchange";

/** Days without a file after which a desk is said to be silent. */
export const SILENT_DAYS = 7;
/** Minutes a clock may be ahead before the board says so. */
const FAST_MINUTES = 60;

/** Categories of a file's content, in the order of their tabs. */
export const CATEGORIES = ["fresh", "changed", "conflicts", "duplicates", "refused", "interests"] as const;
/** A category of a file's content. */
export type Category = (typeof CATEGORIES)[number];

/** A tab of the preview. */
export interface Tab {
  code: Category;
  name: string;
  icon: IconName;
  count: number;
}

const CATEGORY_ICONS: Record<Category, IconName> = {
  fresh: "plus",
  changed: "check",
  conflicts: "differ",
  duplicates: "copy",
  refused: "archive",
  interests: "alert",
};

/** Tabs of a preview. Conflicts of interest have one only when there are some. */
export function tabsOf(preview: PackagePreview): Tab[] {
  const counts: Record<Category, number> = {
    fresh: preview.newTickets.length,
    changed: preview.changedTickets.length,
    conflicts: preview.conflicts.length,
    duplicates: preview.duplicates.length,
    refused: preview.refused.length,
    interests: preview.interests.length,
  };
  return CATEGORIES.filter((code) => code !== "interests" || counts.interests > 0).map((code) => ({
    code,
    name: text.tabs[code],
    icon: CATEGORY_ICONS[code],
    count: counts[code],
  }));
}

/** The tab to begin with: what needs a person first, else the first that holds something. */
export function firstTab(preview: PackagePreview): Category {
  const tabs = tabsOf(preview);
  const urgent = (["conflicts", "interests", "refused", "duplicates"] as const).find((code) => tabs.some((tab) => tab.code === code && tab.count > 0));
  return urgent ?? tabs.find((tab) => tab.count > 0)?.code ?? "fresh";
}

/** The category some places after or before; the same one at the ends. */
export function turned(tabs: readonly Tab[], at: Category, by: number): Category {
  return tabs[tabs.findIndex((tab) => tab.code === at) + by]?.code ?? at;
}

/** 缺第 7 号, 缺第 7 至 9 号; empty when nothing is missing. */
export function missingWords(files: { missingFirst: number; missingLast: number }): string {
  return files.missingFirst === 0 ? "" : text.missing(files.missingFirst, files.missingLast);
}

/** How a file follows the one before it. */
export function continuity(preview: PackagePreview): string {
  switch (preview.verdict) {
    case "gap":
      return missingWords(preview);
    case "lacks":
      return text.lacks;
    case "seen_before":
      return text.seenBefore;
    case "forked":
      return text.forked;
    default:
      return preview.number <= 1 ? text.firstFile : text.follows(preview.number - 1);
  }
}

/** 3 天, 5 小时, 12 分钟: how far a clock is ahead, rounded down to its largest unit. */
export function spanWords(minutes: number): string {
  if (minutes >= 1440) return text.days(Math.floor(minutes / 1440));
  return minutes >= 60 ? text.hours(Math.floor(minutes / 60)) : text.minutes(minutes);
}

/** What is said of a clock. */
export function clockWords(minutesAhead: number): string {
  return minutesAhead === 0 ? text.clockFine : text.ahead(spanWords(minutesAhead));
}

/** How far the work on a file has come, in words; null for no work. */
export function progressOf(now: ExchangeNow | null): { done: number; total: number; words: string } | null {
  if (now === null || now.doing === "") return null;
  const doing = text.doing[now.doing] ?? "";
  return { done: now.done, total: now.total, words: now.total === 0 ? doing : text.doneOf(doing, now.done, now.total) };
}

/** Days after which the rules a station has from its centre are said to be old. */
const RULES_DAYS = 30;

/** What a station says of its rules: from which file of the centre they are, and whether that is long ago. */
export function rulesLine(peers: readonly PeerRow[], today: string): { old: boolean; text: string } | null {
  const centre = peers.find((peer) => peer.relation === "superior" && peer.state === "enrolled");
  if (centre === undefined) return null;
  if (centre.lastNumber === 0) return { old: true, text: text.rulesNever };
  const age = daysBetween(centre.lastMadeAt.slice(0, 10), today);
  const words = text.rulesFrom(monthDay(centre.lastMadeAt, today), centre.lastNumber);
  if (!centre.sameRules) return { old: true, text: text.rulesDiffer(words) };
  return age >= RULES_DAYS ? { old: true, text: text.rulesOld(words, age) } : { old: false, text: words };
}

/** Entries that begin to count when the file is applied. */
export function toWrite(preview: PackagePreview): number {
  return preview.fresh + preview.returned;
}

/** What F8 does with a file. */
export interface Primary {
  label: string;
  /** False when there is nothing to do with it. */
  able: boolean;
}

/** Returns what F8 does with a file of this kind. */
export function primaryOf(preview: PackagePreview): Primary {
  switch (preview.verdict) {
    case "seen_before":
      return { label: text.cannotWrite, able: false };
    case "gap":
    case "lacks":
      return { label: text.keep, able: true };
    case "forked":
      return { label: text.setAside, able: true };
    default:
      return { label: toWrite(preview) === 0 ? text.writeNothing : text.write(toWrite(preview)), able: true };
  }
}

/** What became of a file, in one line. */
export function reportTitle(done: PackageDone): string {
  const { siteName, number, state } = done.package;
  if (done.seenBefore) return text.reportSeen(siteName, number);
  return state === "held" ? text.reportHeld(siteName, number) : text.reportTitle(siteName, number);
}

/** 已冻结 or 已停用: why nothing is taken from a desk. */
export function stateWord(state: string): string {
  return state === "frozen" ? text.standing.frozen : text.standing.revoked;
}

/** How a desk stands, as the board says it: the most pressing thing only. */
export interface Standing {
  kind: "violet" | "red" | "amber" | "ok" | "plain";
  icon: IconName;
  text: string;
  /** 0 for the most pressing. */
  rank: number;
}

/** Returns how a desk stands. `previewing` is the segment whose file is being looked at. */
export function standingOf(peer: PeerRow, today: string, previewing = ""): Standing {
  const say = (rank: number, kind: Standing["kind"], icon: IconName, words: string): Standing => ({ rank, kind, icon, text: words });
  const words = text.standing;
  if (peer.stoppedId !== "") return say(1, "red", "alert", text.stopped.here[peer.state] ?? words.frozen);
  if (peer.state === "revoked") return say(9, "plain", "forbidden", words.revoked);
  if (previewing !== "" && peer.segment === previewing) return say(0, "violet", "eye", words.previewing);
  if (peer.state === "frozen") return say(1, "red", "lock", words.frozen);
  if (peer.missingFirst > 0) return say(2, "red", "alert", missingWords(peer));
  if (peer.setAsideHere + peer.rejectedThere > 0) return say(3, "red", "archive", words.refused(peer.setAsideHere + peer.rejectedThere));
  const silent = peer.lastReceivedAt === "" ? 0 : daysBetween(peer.lastReceivedAt.slice(0, 10), today);
  if (silent >= SILENT_DAYS) return say(4, "amber", "clock", words.silent(silent));
  if (peer.clockAheadMinutes >= FAST_MINUTES) return say(5, "amber", "clock", words.fast(spanWords(peer.clockAheadMinutes)));
  if (peer.lastReceivedAt === "") return say(6, "amber", "info", words.never);
  if (!peer.sameRules) return say(6, "amber", "info", words.rules);
  if (peer.takenBack) return say(6, "amber", "info", words.takenBack);
  if (peer.notWritten > 0) return say(7, "plain", "paper", words.toSend(peer.notWritten));
  return say(8, "ok", "check", words.answered);
}

/** Desks for the board: what is most pressing first, then what came last. */
export function sortedPeers(peers: readonly PeerRow[], today: string, previewing = ""): PeerRow[] {
  const rank = (peer: PeerRow): number => standingOf(peer, today, previewing).rank;
  return [...peers].sort(
    (a, b) => rank(a) - rank(b) || b.lastReceivedAt.localeCompare(a.lastReceivedAt) || a.siteName.localeCompare(b.siteName, "zh"),
  );
}

/** Name of a desk: that of its site, with its own where the site has several; its own alone at the same site. */
export function peerName(peer: PeerRow, peers: readonly PeerRow[]): string {
  if (peer.relation === "sibling" && peer.deskName !== "") return peer.deskName;
  const several = peers.filter((one) => one.segment === peer.segment).length > 1;
  return several && peer.deskName !== "" ? `${peer.siteName} ${peer.deskName}` : peer.siteName;
}

/** 云顶彝族乡 for 云顶彝族乡公共法律服务工作站: what tells stations apart on the board. */
export function shortName(name: string): string {
  const short = name.replace(/(?:公共法律服务)?工作[站室](?= |$)/, "").trim();
  return short === "" ? name : short;
}

/** When the newest file of a desk came: with the time for today's, – for none. */
export function receivedWords(peer: Pick<PeerRow, "lastReceivedAt">, today: string): string {
  if (peer.lastReceivedAt === "") return "–";
  return peer.lastReceivedAt.startsWith(today) ? moment(peer.lastReceivedAt, today) : monthDay(peer.lastReceivedAt, today);
}

/** The desk everything goes to with one key: the superior one, or the only one. */
export function mainPeer(peers: readonly PeerRow[]): PeerRow | null {
  const open = peers.filter((peer) => peer.state === "enrolled");
  return open.find((peer) => peer.relation === "superior") ?? (open.length === 1 ? (open[0] ?? null) : null);
}

/** Folder of a file, as the system writes it; empty for a bare name. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  if (end < 0) return "";
  return /^(?:\/|[A-Za-z]:\\)$/.test(path.slice(0, end + 1)) ? path.slice(0, end + 1) : path.slice(0, end);
}

/** The folder that is meant without asking: the only one; empty where there are several. */
export function onlyOne(folders: readonly string[]): string {
  return folders.length === 1 ? (folders[0] ?? "") : "";
}

/** Files of several folders as one list, newest first; those that are not for this desk or were taken in come last. */
export function mergedFiles(lists: ReadonlyArray<readonly PackageOuter[]>): PackageOuter[] {
  const known = new Map(lists.flat().map((file) => [file.path, file]));
  const idle = (file: PackageOuter): number => (file.forHere ? 0 : 2) + (file.seenBefore ? 1 : 0);
  return [...known.values()].sort((a, b) => idle(a) - idle(b) || b.madeAt.localeCompare(a.madeAt) || a.name.localeCompare(b.name));
}

/** What is said of a file in a folder. */
export function fileMark(file: PackageOuter): { kind: ChipKind; icon: IconName; text: string } {
  if (!file.forHere) return { kind: "ok", icon: "forbidden", text: text.notForHere };
  return file.seenBefore ? { kind: "ok", icon: "check", text: text.seen } : { kind: "soon", icon: "paper", text: text.fresh };
}

/** Where a file comes from. */
export function senderOf(file: PackageOuter): string {
  return file.fromName === "" ? text.unknownSite(file.fromSegment) : file.fromName;
}

const PACKAGE_ICONS: Record<string, IconName> = {
  written: "paper",
  confirmed: "checked",
  held: "pause",
  applying: "clock",
  applied: "check",
  withdrawn: "undo",
  forked: "forbidden",
};

/** Drawing for the state of a file that was written or taken in. */
export function packageIcon(row: Pick<PackageRow, "state" | "stopped">): IconName {
  if (row.stopped !== "") return "alert";
  return PACKAGE_ICONS[row.state] ?? "paper";
}

/** Differences on the tickets a file has brought them to, in the order of the file. */
export function broughtConflicts(conflicts: readonly FieldConflict[], preview: PackagePreview | null): FieldConflict[] {
  const place = new Map((preview?.conflicts ?? []).map((ticket, index) => [ticket.id, index]));
  return conflicts
    .filter((conflict) => place.has(conflict.ticketId))
    .sort((a, b) => (place.get(a.ticketId) ?? 0) - (place.get(b.ticketId) ?? 0));
}

/** A choice in a difference: one of its values, or to fill in another one, or to leave it open. */
export type Choice = { kind: "value"; entry: string } | { kind: "neither" } | { kind: "later" };

/** Choices of a difference in the order of their digits. */
export function choicesOf(versions: ReadonlyArray<{ entry: string }>): Choice[] {
  return [...versions.map((version) => ({ kind: "value" as const, entry: version.entry })), { kind: "neither" }, { kind: "later" }];
}
