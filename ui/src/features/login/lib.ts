import { problem, type FieldProblem } from "../../shared/problem";
import { loginText } from "../../text/login";

/** Fewest characters of a password. */
export const SHORTEST_PASSWORD = 10;

/** What is wrong with a new password of this account; null when nothing is. */
export function passwordProblem(password: string, login: string): FieldProblem | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return problem(loginText.tooShort(SHORTEST_PASSWORD - length));
  if (login !== "" && password.toLowerCase().includes(login.toLowerCase())) return problem(loginText.holdsLogin);
  return null;
}

/** What is wrong with the second writing of a password; null when nothing is. */
export function repeatProblem(password: string, again: string): FieldProblem | null {
  return password === again ? null : problem(loginText.different);
}

/** Seconds still to wait, from the desk's answer and the seconds passed since. */
export function secondsLeft(waitSeconds: number, passed: number): number {
  return Math.max(0, waitSeconds - Math.floor(passed));
}
