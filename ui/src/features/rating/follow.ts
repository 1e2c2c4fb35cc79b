import { shallowRef } from "vue";

import { call } from "../../shared/call";
import { machine } from "../../shared/machine";
import type { RatingProgress } from "../../shared/wire";
import { THANKS_SECONDS } from "./lib";

/** How often the desk is asked whether the citizen has answered. */
const POLL_MS = 1000;

/** How the rating under way stands; the citizen's window is one, so there is one rating at a time. */
export const progress = shallowRef<RatingProgress | null>(null);

let timer: ReturnType<typeof setInterval> | undefined;
let closing: ReturnType<typeof setTimeout> | undefined;

/**
 * Asks the desk each second until the citizen has answered, lets them read the thanks and closes their window. It goes
 * on when the clerk leaves the ticket, because the citizen's window cannot close itself.
 */
export function followRating(): void {
  clearInterval(timer);
  clearTimeout(closing);
  timer = setInterval(() => void look(), POLL_MS);
  void look();
}

/** Stops asking, for example when the clerk ended the rating. */
export function stopFollowing(): void {
  clearInterval(timer);
  progress.value = null;
}

async function close(): Promise<void> {
  try {
    await machine().closeRating();
  } catch {
    // A window that stays open goes back to its welcome by itself.
  }
}

async function look(): Promise<void> {
  try {
    const before = progress.value?.state;
    const now = await call("rating_progress", {});
    progress.value = now;
    if (now.state === "waiting") return;
    clearInterval(timer);
    if (before === "waiting") closing = setTimeout(() => void close(), THANKS_SECONDS * 1000);
  } catch {
    // The next second asks again; the work of the desk goes on meanwhile.
  }
}
