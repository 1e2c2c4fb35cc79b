/** What the form beside the list does. */
export type SlipForm = "issue" | "enter" | "void";

/** Most slips printed at once. */
const MOST = 100;

/** How many slips a text asks for; 0 when it is no number from 1 to 100. */
export function countOf(text: string): number {
  const typed = text.trim();
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  return count <= MOST ? count : 0;
}
