import { nextTick, ref, type Ref } from "vue";

/** A list of which one row is chosen, by arrows or by the mouse. */
export interface Chooser {
  at: Ref<number>;
  /** Moves the choice, not beyond the ends. */
  step: (by: number) => void;
  /** Chooses the first row again. */
  reset: () => void;
}

/** Returns the place after a step in a list of `count` rows; 0 in an empty one. */
export function placeAfter(at: number, by: number, count: number): number {
  return Math.max(0, Math.min(at + by, count - 1));
}

/** Keeps which row is chosen, and the chosen row in sight. */
export function useChooser(count: () => number, list: Ref<HTMLElement | null>): Chooser {
  const at = ref(0);
  function show(): void {
    void nextTick(() => list.value?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  }
  return {
    at,
    step(by) {
      at.value = placeAfter(at.value, by, count());
      show();
    },
    reset() {
      at.value = 0;
      show();
    },
  };
}
