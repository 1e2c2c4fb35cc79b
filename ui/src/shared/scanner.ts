/** Longest pause between two characters of a scanner, in milliseconds. A hand needs longer. */
const LONGEST_PAUSE_MS = 45;
/** Fewest characters that count as a burst. */
const FEWEST_CHARACTERS = 10;

const TICKET_NUMBER = /^[A-Z]{2}-?[A-Z]\d{6}-?[0-9A-Z]{4,6}$/;
const PAPER_NUMBER = /^[A-Z]{2}-?P\d{6}-?[0-9A-Z]{4,6}$/i;
const SLIP_NUMBER = /^[A-Z]{2}-?X\d{6}-?[0-9A-Z]{4,6}$/i;
const ID_NUMBER = /^\d{17}[\dX]$/;

/** What came out of a scanner or a card reader that types. */
export type Scan = { kind: "ticket" | "slip" | "idCard"; text: string; typed: string };

/** Characters that came fast one after the other. */
export interface Burst {
  text: string;
  lastAt: number;
}

/** A burst without characters. */
export const NO_BURST: Burst = { text: "", lastAt: Number.NEGATIVE_INFINITY };

/** Returns the burst after one more character, at a time in milliseconds. */
export function grow(burst: Burst, character: string, at: number): Burst {
  const text = at - burst.lastAt <= LONGEST_PAUSE_MS ? burst.text + character : character;
  return { text: text.slice(-64), lastAt: at };
}

/** Returns what a burst means that ends with Enter now; null when it is ordinary typing. */
export function read(burst: Burst, at: number): Scan | null {
  if (at - burst.lastAt > LONGEST_PAUSE_MS || burst.text.length < FEWEST_CHARACTERS) return null;
  const text = burst.text.toUpperCase();
  if (SLIP_NUMBER.test(text)) return { kind: "slip", text, typed: burst.text };
  if (TICKET_NUMBER.test(text)) return { kind: "ticket", text, typed: burst.text };
  if (ID_NUMBER.test(text)) return { kind: "idCard", text, typed: burst.text };
  return null;
}

/** Where a scanned or typed number leads when it is none of a ticket; empty for one of a ticket. */
export function pathOfNumber(number: string): string {
  const text = number.trim().toUpperCase();
  if (isPaperNumber(text)) return `/papers/${text}`;
  return SLIP_NUMBER.test(text) ? `/slips/${text}` : "";
}

/** Whether a scanned number is that of a paper (文书号) and not of a ticket. */
export function isPaperNumber(number: string): boolean {
  return PAPER_NUMBER.test(number.trim());
}

/** Returns a field's text without the characters a scanner left in front of the cursor. */
export function without(value: string, typed: string, cursor: number): string {
  const start = cursor - typed.length;
  if (start >= 0 && value.slice(start, cursor) === typed) return value.slice(0, start) + value.slice(cursor);
  const found = value.lastIndexOf(typed);
  return found < 0 ? value : value.slice(0, found) + value.slice(found + typed.length);
}
