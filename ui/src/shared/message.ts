import { shallowRef } from "vue";

import { forgetWhenCovered } from "./session";

/** The last result, at the right end of the key bar. It stays until the next one. */
export const result = shallowRef<{ text: string; kind: "ok" | "bad" } | null>(null);
forgetWhenCovered(() => (result.value = null));

/** Says what was done: 已保存，办件号 YC-Y260210-3014K. */
export function say(text: string): void {
  result.value = { text, kind: "ok" };
}

/** Says what was not done, where no place on the screen is nearer. */
export function complain(text: string): void {
  result.value = { text, kind: "bad" };
}
