import { onBeforeUnmount, shallowRef, watch } from "vue";

import { call } from "./call";
import { desk, forgetWhenCovered, may } from "./session";
import type { ExchangeNow } from "./wire";

/** How often the desk is asked how far it has come with a file, in milliseconds. */
const POLL_MS = 400;

/** What goes on with files and what waits for a person; null while nobody asked. */
export const exchangeNow = shallowRef<ExchangeNow | null>(null);

/** Asks the desk. A desk that is busy answers beside its work; one that does not answer leaves what was known. */
export async function readExchange(): Promise<void> {
  if (desk.locked || desk.session === null || !(may("exchange") || may("view_cases"))) return;
  try {
    exchangeNow.value = await call("exchange_now", {});
  } catch {
    // It is only for showing, and is asked again soon.
  }
}

/** Asks again and again while something runs. */
export function followExchange(running: () => boolean): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }
  watch(running, (now) => {
    stop();
    if (now) timer = setInterval(() => void readExchange(), POLL_MS);
    else void readExchange();
  }, { immediate: true });
  onBeforeUnmount(stop);
}

/** What waits for a person at this desk: files that lack others, and differences. */
export function waitingCount(now: ExchangeNow | null): number {
  return now === null ? 0 : now.waitingFiles + now.conflicts;
}

forgetWhenCovered(() => (exchangeNow.value = null));
