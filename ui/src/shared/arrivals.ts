import { onScopeDispose, ref, watch } from "vue";

import { placeAfter, type Chooser } from "./choose";

/** Grows when something came in from another desk without anybody asking. */
const arrivals = ref(0);
let last = 0;

/** Takes note of how much has come in since the program began. */
export function noteArrivals(count: number): void {
  if (count > last) arrivals.value += 1;
  last = count;
}

/** Reads a list anew when something came in, while the component lives. The row that was chosen stays so wherever it went. */
export function useArrivals(read: () => Promise<void>, chooser: Chooser, keys: () => readonly string[]): void {
  async function renew(): Promise<void> {
    const chosen = keys()[chooser.at.value] ?? "";
    await read();
    const now = keys().indexOf(chosen);
    chooser.at.value = now < 0 ? placeAfter(chooser.at.value, 0, keys().length) : now;
  }
  onScopeDispose(watch(arrivals, () => void renew()));
}
