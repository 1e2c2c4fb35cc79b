import { shallowRef } from "vue";

import { call } from "../../shared/call";
import { noteArrivals } from "../../shared/arrivals";
import { forgetWhenCovered } from "../../shared/session";
import type { HallState } from "../../shared/wire";

/** How the hall stands, as last asked. */
export const hall = shallowRef<HallState | null>(null);

forgetWhenCovered(() => (hall.value = null));

/** Keeps what the desk answered. */
export function keepHall(state: HallState): void {
  hall.value = state;
  noteArrivals(state.arrivals);
}

/** Asks how the hall stands. */
export async function readHall(): Promise<void> {
  keepHall(await call("hall_state", {}));
}
