/** A text in three parts: what all have in common before, what differs, what all have in common after. */
export interface Marked {
  before: string;
  differs: string;
  after: string;
}

/** Marks where texts differ, character by character as people see them. */
export function markDifferences(texts: readonly string[]): Marked[] {
  const all = texts.map((text) => [...text]);
  const shortest = Math.min(...all.map((signs) => signs.length));
  const same = (pick: (signs: string[]) => string | undefined): boolean => all.every((signs) => pick(signs) === pick(all[0] ?? []));
  let head = 0;
  while (head < shortest && same((signs) => signs[head])) head += 1;
  let tail = 0;
  while (tail < shortest - head && same((signs) => signs[signs.length - 1 - tail])) tail += 1;
  return all.map((signs) => ({
    before: signs.slice(0, head).join(""),
    differs: signs.slice(head, signs.length - tail).join(""),
    after: signs.slice(signs.length - tail).join(""),
  }));
}
