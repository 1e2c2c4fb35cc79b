let ids: readonly string[] = [];

/** Remembers the list a ticket was opened from, so that PgUp and PgDn walk through it. */
export function setNeighbours(list: readonly string[]): void {
  ids = [...list];
}

/** Returns the ticket after (1) or before (-1) this one in the list it was opened from; null at the ends. */
export function neighbourOf(id: string, step: 1 | -1): string | null {
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + step] ?? null);
}
