import { problem, type FieldProblem } from "../../shared/problem";
import { loginText } from "../../text/login";

/** Fewest characters of a password. */
export const SHORTEST_PASSWORD = 8;

/** What is wrong with a new password of this account, by the rules every house begins with; null when nothing is. */
export function passwordProblem(password: string, login: string): FieldProblem | null {
  const length = [...password.normalize("NFC")].length;
  if (length > 0 && folded(password) === folded(login)) return problem(loginText.sameAsLogin);
  if (length < SHORTEST_PASSWORD) return problem(loginText.tooShort(SHORTEST_PASSWORD - length));
  const classes = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password));
  if (classes.length < 2) return problem(loginText.tooSimple);
  return null;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** What is wrong with the second writing of a password; null when nothing is. */
export function repeatProblem(password: string, again: string): FieldProblem | null {
  return password === again ? null : problem(loginText.different);
}

/** Seconds still to wait, from the desk's answer and the seconds passed since. */
export function secondsLeft(waitSeconds: number, passed: number): number {
  return Math.max(0, waitSeconds - Math.floor(passed));
}
