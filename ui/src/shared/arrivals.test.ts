import { flushPromises } from "@vue/test-utils";
import { effectScope, ref } from "vue";
import { expect, it } from "vitest";

import { noteArrivals, useArrivals } from "./arrivals";

it("reads a list anew when something came in, and keeps the chosen row where it went", async () => {
  const scope = effectScope();
  const at = ref(1);
  let rows = ["a", "b"];
  let reads = 0;
  const chooser = { at, step: () => undefined, reset: () => undefined };
  noteArrivals(3);
  scope.run(() => {
    useArrivals(
      async () => {
        reads += 1;
        rows = reads === 1 ? ["new", "a", "b"] : ["new"];
      },
      chooser,
      () => rows,
    );
  });
  noteArrivals(3);
  await flushPromises();
  expect(reads).toBe(0);
  noteArrivals(4);
  await flushPromises();
  expect([reads, at.value]).toEqual([1, 2]);
  // After a new start of the program the count begins again.
  noteArrivals(0);
  noteArrivals(1);
  await flushPromises();
  expect([reads, at.value]).toEqual([2, 0]);
  scope.stop();
  noteArrivals(2);
  await flushPromises();
  expect(reads).toBe(2);
});
