import { onBeforeUnmount, ref, watch, type Ref } from "vue";

import { desk, readStatus } from "../../shared/session";
import { secondsLeft } from "./lib";

/** Counts down the seconds until the next login may be tried. */
export function useWait(): Ref<number> {
  const left = ref(0);
  let since = performance.now();
  const timer = setInterval(() => {
    if (left.value === 0) return;
    left.value = secondsLeft(desk.status?.waitSeconds ?? 0, (performance.now() - since) / 1000);
    if (left.value === 0) void readStatus().catch(() => undefined);
  }, 250);
  watch(
    () => desk.status,
    (status) => {
      since = performance.now();
      left.value = status?.waitSeconds ?? 0;
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearInterval(timer));
  return left;
}
