import { computed, type ComputedRef } from "vue";

import { call } from "../../shared/call";
import { useAction } from "../../shared/load";
import type { FieldConflict, Version } from "../../shared/wire";
import { conflictText } from "../../text/conflict";
import { comparedWith, comparePieces, inOrder, needsLargeGlyphs, shownValue, type Piece } from "./lib";

/** A difference on the screen and the way to end it. */
export interface Decision {
  /** The values, the provisional one first. */
  versions: ComputedRef<Version[]>;
  /** They are shown large, because their glyphs are easily mistaken. */
  large: ComputedRef<boolean>;
  action: ReturnType<typeof useAction>;
  /** The value at a place, cut where another one differs from it. */
  pieces(index: number): Piece[];
  /** Keeps the value of an entry; returns whether the desk took it. */
  keep(entry: string, reason: string): Promise<boolean>;
}

/** Puts the values of a difference side by side; `kind` is that of the field and decides how they are written. */
export function useDecision(conflict: () => FieldConflict, kind: () => string): Decision {
  const versions = computed(() => inOrder(conflict().versions));
  const action = useAction();

  function shown(value: string): string {
    const words = shownValue(value, kind(), conflictText);
    return words === "" ? conflictText.empty : words;
  }

  return {
    versions,
    large: computed(() => needsLargeGlyphs(conflict().versions)),
    action,
    pieces(index) {
      const version = versions.value[index];
      if (version === undefined) return [];
      const other = comparedWith(version, conflict().versions);
      return comparePieces(shown(version.value), shown(other?.value ?? version.value));
    },
    keep(entry, reason) {
      const { subjectKind, subjectId, field, versions: seen } = conflict();
      return action.run(async () => {
        await call("resolve_conflict", { subjectKind, subjectId, field, value: entry, seen: seen.map((version) => version.entry), reason: reason.trim() });
      });
    },
  };
}
