import { call } from "../../shared/call";
import { STEP_DRAFT } from "../../shared/draft";
import type { Answers } from "./procedure";

/** Answers to the questions of a step that were not sent, bound to the ticket as it stood on the screen. */
export interface KeptStep {
  ticketId: string;
  step: string;
  /** Version of the ticket the answers were written against. */
  version: string;
  day: string;
  answers: Answers;
  /** Moments as they were typed, by code. */
  moments: Answers;
}

/** Id of the draft of a person on a ticket. One step at a time is open there. */
export function stepDraftId(ticketId: string, accountId: string): string {
  return `${STEP_DRAFT}${ticketId}-${accountId.slice(-12)}`;
}

/** Writes answers for keeping. */
export function writeStep(kept: KeptStep): string {
  return JSON.stringify({ layout: 1, ...kept });
}

/** Reads kept answers, or nothing when they are none or belong to another ticket. */
export function readStep(content: string, ticketId: string): KeptStep | null {
  const whole = recordOf(parse(content));
  if (whole === null || whole.ticketId !== ticketId || typeof whole.step !== "string") return null;
  return {
    ticketId,
    step: whole.step,
    version: typeof whole.version === "string" ? whole.version : "",
    day: typeof whole.day === "string" ? whole.day : "",
    answers: textsOf(whole.answers),
    moments: textsOf(whole.moments),
  };
}

/** Whether anything was answered: an untouched form is not kept. */
export function isAnswered(answers: Answers): boolean {
  return Object.values(answers).some((answer) => answer.trim() !== "");
}

/** Finds what the person at the desk had not sent on a ticket; nothing when there is none or it cannot be read. */
export async function findStep(ticketId: string, accountId: string): Promise<KeptStep | null> {
  const id = stepDraftId(ticketId, accountId);
  try {
    const { drafts } = await call("list_drafts", {});
    if (!drafts.some((draft) => draft.id === id)) return null;
    const draft = await call("open_draft", { id });
    return readStep(draft.content, ticketId);
  } catch {
    return null;
  }
}

function parse(content: string): unknown {
  try {
    const whole: unknown = JSON.parse(content);
    return whole;
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null;
}

function textsOf(value: unknown): Record<string, string> {
  const texts = Object.entries(recordOf(value) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts);
}
