import type { KeyBinding } from "../shared/keys";
import type { Screen } from "../shared/router";

const CAPS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Escape: "Esc",
  " ": "空格",
};

/** Key caps to draw for a binding, one after the other. */
export function capsOf(binding: Pick<KeyBinding, "keys" | "caps">): string[] {
  if (binding.caps !== undefined) return [binding.caps];
  const first = typeof binding.keys === "string" ? binding.keys : (binding.keys[0] ?? "");
  if (first === "+") return ["+"];
  return first.split("+").map((part) => CAPS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** Keys of the bar: a key that means something else in a lower layer stands once, with what it does now. */
export function barOf(bindings: readonly KeyBinding[]): KeyBinding[] {
  const taken = new Set<string>();
  return bindings.filter((binding) => {
    const keys = typeof binding.keys === "string" ? [binding.keys] : binding.keys;
    const free = keys.some((key) => !taken.has(key));
    for (const key of keys) taken.add(key);
    return free && binding.bar === true;
  });
}

/** Milliseconds without a key or a click after which the desk locks itself. */
export function lockAfterMs(minutes: number): number {
  return Math.max(1, minutes) * 60_000;
}

/** Returns whether a rail entry stands for the screen that is shown. */
export function isCurrent(entry: Screen, shown: Screen | null): boolean {
  return shown !== null && (shown.path === entry.path || shown.under === entry.path);
}

/** Jumps of the G key: letter, title and path. */
export function jumpsOf(screens: readonly Screen[]): Array<{ letter: string; title: string; path: string }> {
  return screens.flatMap((screen) => {
    const letter = screen.rail?.letter ?? screen.letter;
    return letter === undefined ? [] : [{ letter, title: screen.title, path: screen.path }];
  });
}

/** Returns whether a refusal means that nobody is logged in any more. */
export function endsSession(refusal: { code: string }): boolean {
  return refusal.code === "session.locked";
}
