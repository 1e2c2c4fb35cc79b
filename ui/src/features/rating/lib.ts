import type { SubmitRating } from "../../shared/wire";

/** What is rated, in the order of the rows. */
export const ROWS = ["attitude", "efficiency", "skill", "overall"] as const;

/** One row of the page. */
export type Row = (typeof ROWS)[number];

/** Levels from left to right: 5 is 非常满意, 1 is 非常不满意. */
export const LEVELS = [5, 4, 3, 2, 1] as const;

/** One level. */
export type Level = (typeof LEVELS)[number];

/** What the citizen chose so far. Nothing is chosen beforehand. */
export type Chosen = Partial<Record<Row, Level>>;

/** What the page shows. */
export type Stage = "idle" | "rows" | "words" | "thanks";

/** Seconds the thanks stay before the page is ready for the next citizen. */
export const THANKS_SECONDS = 5;

/** Longest comment. */
export const LONGEST_COMMENT = 300;

/** How many rows have no choice yet. */
export function rowsLeft(chosen: Chosen): number {
  return ROWS.filter((row) => chosen[row] === undefined).length;
}

/** The row to mark: the first one without a choice; none when all have one. */
export function currentRow(chosen: Chosen): Row | undefined {
  return ROWS.find((row) => chosen[row] === undefined);
}

/** The level one step to the right (1) or left (-1), without leaving the row. */
export function levelBeside(level: Level, step: 1 | -1): Level {
  return LEVELS[LEVELS.indexOf(level) + step] ?? level;
}

/** The row one step down (1) or up (-1), without leaving the page. */
export function rowBeside(row: Row, step: 1 | -1): Row {
  return ROWS[ROWS.indexOf(row) + step] ?? row;
}

/** The answer to send; nothing while a row has no choice. */
export function ratingToSend(
  token: string,
  chosen: Chosen,
  comment: string,
  anonymous: boolean,
): SubmitRating | null {
  const { attitude, efficiency, skill, overall } = chosen;
  if (attitude === undefined || efficiency === undefined || skill === undefined || overall === undefined) return null;
  return { token, attitude, efficiency, skill, overall, comment: comment.trim(), anonymous };
}

/** A tear-off code as it is printed: letters and digits without spaces and hyphens, in capitals. */
export function codeFromTyped(typed: string): string {
  return typed.replace(/[\s-]/g, "").toUpperCase();
}

/**
 * The stage after the desk was asked what to show. A rating under way is left alone when the desk says the same token;
 * a new token begins afresh, so that nobody sees the choices of the citizen before.
 */
export function stageAfterPoll(
  stage: Stage,
  token: string,
  answer: { state: string; token: string },
  byCode: boolean,
): { stage: Stage; token: string; fresh: boolean } {
  if (answer.state === "asking" && answer.token !== token) return { stage: "rows", token: answer.token, fresh: true };
  const underWay = stage === "rows" || stage === "words";
  if (answer.state !== "asking" && underWay && !byCode) return { stage: "idle", token: "", fresh: true };
  return { stage, token, fresh: false };
}

/** Whether the staff's screen goes on asking how the rating stands. */
export function isWaiting(progress: { state: string; ticketId: string } | null, ticketId: string): boolean {
  return progress !== null && progress.state === "waiting" && progress.ticketId === ticketId;
}

/** The level with this number; null when nothing was rated. */
export function levelOf(number: number): Level | null {
  return LEVELS.find((level) => level === number) ?? null;
}
