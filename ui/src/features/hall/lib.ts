import type { HallState, HallStore } from "../../shared/wire";
import { hallText as text } from "../../text/hall";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** How long ago something was, in words; empty for a time that is none. */
export function agoWords(at: string, now: string): string {
  const minutes = Math.floor((Date.parse(now) - Date.parse(at)) / MINUTE_MS);
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return text.now;
  if (minutes < HOUR_MINUTES) return text.minutesAgo(minutes);
  return text.hoursAgo(Math.floor(minutes / HOUR_MINUTES));
}

/** The live line of the frame. */
export interface HallWords {
  kind: "ok" | "bad" | "quiet";
  text: string;
  /** What to do about it; empty for nothing. */
  hint: string;
}

/** Says in one line how the hall stands; null where there is none. */
export function hallWords(state: HallState, now: string): HallWords | null {
  if (state.stage === "off") return null;
  if (state.stage === "trouble") return { kind: "bad", text: text.line.trouble(state.troubleText), hint: state.troubleHint };
  const faulty = state.peers.find((peer) => peer.troubleText !== "");
  if (faulty !== undefined) return { kind: "bad", text: text.line.letter(faulty.deskName, faulty.troubleText), hint: faulty.troubleHint };
  if (state.stage === "starting") return { kind: "quiet", text: text.line.starting, hint: "" };
  const awake = state.peers.filter((peer) => peer.awake).length + 1;
  return { kind: "ok", text: text.line.good(awake, agoWords(state.roundAt, now)), hint: "" };
}

/** Where the desks of a hall exchange. */
export type HallPlace = keyof typeof text.places;

/** Which place a desk has, or would first be asked for; null for none. */
export function placeOf(state: HallState | null): HallPlace | null {
  if (state === null) return null;
  if (state.store.endpoint !== "") return "store";
  return state.folder === "" ? null : "folder";
}

/** A store to be filled in. */
export function blankStore(): HallStore {
  return { endpoint: "", bucket: "", prefix: text.prefixUsual, region: "", keyId: "", plain: false };
}

/** The secret that is kept belongs to this store, so that it need not be typed again. */
export function secretServes(store: HallStore, kept: HallStore | undefined): boolean {
  const same = (one: string, other: string): boolean => one.trim().replace(/\/+$/, "") === other;
  return kept !== undefined && kept.endpoint !== "" && same(store.endpoint, kept.endpoint) && same(store.bucket, kept.bucket) && same(store.keyId, kept.keyId);
}
