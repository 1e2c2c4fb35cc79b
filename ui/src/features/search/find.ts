import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";

import { asRefusal, call, type Refusal } from "../../shared/call";
import { go } from "../../shared/router";
import { pathOfNumber } from "../../shared/scanner";
import { forgetWhenCovered } from "../../shared/session";
import type { SearchResult } from "../../shared/wire";
import { DEBOUNCE_MS, wanted } from "./lib";

/** Text of the search screen; the search box hands its own over. */
export const searchFor = ref("");
forgetWhenCovered(() => (searchFor.value = ""));

/** A search that follows what is typed. */
export interface Finder {
  found: ShallowRef<SearchResult | null>;
  refusal: ShallowRef<Refusal | null>;
  loading: Ref<boolean>;
  /** Looks at once. */
  look: () => Promise<void>;
}

/** Looks for a text shortly after its last key; a whole number opens its ticket, or verifies its paper, at once. */
export function useFinder(text: Ref<string>, limit: number): Finder {
  const found = shallowRef<SearchResult | null>(null);
  const refusal = shallowRef<Refusal | null>(null);
  const loading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function look(): Promise<void> {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    const asked = wanted(text.value);
    if (asked === "") {
      found.value = null;
      loading.value = false;
      return;
    }
    loading.value = true;
    try {
      const answer = await call("search", { text: asked, limit });
      if (mine !== turn) return;
      found.value = answer;
      refusal.value = null;
      if (answer.exactPaper !== "") {
        text.value = "";
        go(pathOfNumber(answer.exactPaper));
      } else if (answer.exactTicket !== "") {
        text.value = "";
        go(`/tickets/${answer.exactTicket}`);
      }
    } catch (error) {
      if (mine === turn) refusal.value = asRefusal(error);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  watch(text, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), DEBOUNCE_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { found, refusal, loading, look };
}
