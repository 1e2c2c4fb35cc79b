import { computed, onScopeDispose, reactive, shallowRef } from "vue";

import { call } from "./call";
import type { Catalogue, Choice, Session, Status, Window } from "./wire";

/** What the program knows of itself and of who is at the desk. */
export const desk = reactive<{
  status: Status | null;
  session: Session | null;
  /** The screen is covered though somebody is logged in. */
  locked: boolean;
  largePrint: boolean;
}>({ status: null, session: null, locked: false, largePrint: false });

const loadedCatalogue = shallowRef<Catalogue | null>(null);

/** Dictionaries and windows; there from the first screen after the login. */
export const catalogue = computed<Catalogue>(() => {
  if (loadedCatalogue.value === null) throw new Error("the catalogue is read at the login");
  return loadedCatalogue.value;
});

/** Today by the desk's clock, `YYYY-MM-DD`. */
export const today = computed(() => desk.status?.today ?? "");

/** Returns whether the role of who is at the desk has this right. */
export function may(right: string): boolean {
  return desk.session?.rights.includes(right) ?? false;
}

/** Returns the window with this code. */
export function windowOf(code: string): Window | undefined {
  return loadedCatalogue.value?.windows.find((window) => window.code === code);
}

/** Returns the name of a code in a dictionary; the code itself when it is unknown. */
export function nameOf(choices: readonly Choice[], code: string): string {
  return choices.find((choice) => choice.code === code)?.name ?? code;
}

let reading: Promise<void> | null = null;

/** Reads what stage the program is in. While the desk is busy the question is asked once, not over and over. */
export function readStatus(): Promise<void> {
  reading ??= call("status", {})
    .then((status) => {
      desk.status = status;
    })
    .finally(() => (reading = null));
  return reading;
}

const forgets = new Set<() => void>();

/** Clears something kept between screens when the desk is covered: what one looked for is not the next one's business. */
export function forgetWhenCovered(forget: () => void): void {
  forgets.add(forget);
}

/** Covers the screen. The page then holds nothing of any case: the frame takes its screens down. */
export function coverDesk(): void {
  desk.locked = true;
  for (const forget of forgets) forget();
}

/** Begins the work of who just logged in. */
export async function beginSession(session: Session): Promise<void> {
  if (!session.mustChangePassword && !session.foundElsewhere) loadedCatalogue.value = await call("catalogue", {});
  desk.session = session;
  desk.largePrint = session.largePrint;
  desk.locked = false;
  await readStatus();
}

const beforeLock = new Set<() => Promise<void>>();

/** Does something before the desk locks, for example keeps a draft, while the component lives. */
export function useBeforeLock(work: () => Promise<void>): void {
  beforeLock.add(work);
  onScopeDispose(() => beforeLock.delete(work));
}

/** Covers the screen and ends the session. Whoever unlocks it comes back to the same place. */
export async function lockDesk(): Promise<void> {
  if (desk.locked || desk.session === null) return;
  const works = [...beforeLock].map((work) => work());
  coverDesk();
  // A draft that cannot be kept is no reason to leave the desk open.
  await Promise.allSettled(works);
  await call("lock", {});
  await readStatus();
}
