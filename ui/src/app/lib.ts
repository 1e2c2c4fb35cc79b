import type { KeyBinding } from "../shared/keys";

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

/** Milliseconds without a key or a click after which the desk locks itself. */
export function lockAfterMs(minutes: number): number {
  return Math.max(1, minutes) * 60_000;
}
