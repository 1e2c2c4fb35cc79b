import { halfWidth } from "./format";

/** What a list can offer: a code, a name, and the keys that find it. A `Choice` of the catalogue is one. */
export interface Offer {
  code: string;
  name: string;
  keys?: readonly string[];
}

/**
 * Offers that a typed text finds, the best first: code, then keys from their beginning, then part of the name.
 * An empty text finds all, in their own order.
 */
export function findOffers<T extends Offer>(offers: readonly T[], typed: string): T[] {
  const text = halfWidth(typed).trim().toLowerCase();
  if (text === "") return [...offers];
  return offers
    .map((offer, place) => ({ offer, place, rank: rankOf(offer, text) }))
    .filter((found) => found.rank < 9)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map((found) => found.offer);
}

function rankOf(offer: Offer, text: string): number {
  const code = offer.code.toLowerCase();
  const keys = (offer.keys ?? []).map((key) => key.toLowerCase());
  const name = offer.name.toLowerCase();
  if (code === text || name === text) return 0;
  if (keys.includes(text)) return 1;
  if (code.startsWith(text)) return 2;
  if (keys.some((key) => key.startsWith(text))) return 3;
  if (name.startsWith(text)) return 4;
  if (name.includes(text)) return 5;
  return 9;
}
