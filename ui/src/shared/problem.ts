import type { Refusal } from "./call";
import type { FieldNotice } from "./wire";

/** What is wrong or doubtful about a field, ready to show. */
export interface FieldProblem {
  message: string;
  hint: string;
  /** False for a doubt that does not keep the form from being saved. */
  blocks?: boolean;
}

/** Returns the name of a request's field as the desk writes it: `complaint_phone` for `complaintPhone`. */
export function fieldName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Returns what a refusal says about this field of a request; null when it is about another one. */
export function refusedField(refusal: Refusal | null, field: string): FieldProblem | null {
  if (refusal === null || refusal.field === "" || refusal.field !== fieldName(field)) return null;
  return { message: refusal.message, hint: refusal.hint };
}

/** Returns the first notice about this field, those that block before the others; null when there is none. */
export function noticedField(notices: readonly FieldNotice[], field: string): FieldProblem | null {
  const own = notices.filter((notice) => notice.field === field);
  const first = own.find((notice) => notice.blocks) ?? own[0];
  return first === undefined ? null : { message: first.message, hint: first.hint, blocks: first.blocks };
}

/** Returns a plain sentence as the problem of a field. */
export function problem(message: string, hint = ""): FieldProblem {
  return { message, hint };
}
