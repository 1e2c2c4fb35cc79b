/** What an identity card reader hands over. */
export interface CardText {
  name: string;
  gender: string;
  ethnicity: string;
  address: string;
  idNumber: string;
}

/** Longest pause between two keys of a reader, in milliseconds; nobody types eighteen digits at this pace. */
const READER_PAUSE_MS = 45;

/** Fewest keys that make a burst. */
const READER_KEYS = 15;

/**
 * Takes a reader's text apart. Readers separate the fields in different ways and orders, so each part is known by its
 * shape: the number by its eighteen places, the ethnicity by 族, the address by the words places end with, the gender by
 * its one character. The name is the first Chinese part left.
 */
export function parseCard(text: string): CardText | null {
  const parts = text
    .split(/[\t\r\n|,，;；#]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const idNumber = parts.find((part) => /^\d{17}[\dXx]$/.test(part)) ?? /\d{17}[\dXx]/.exec(text)?.[0];
  if (idNumber === undefined) return null;
  const words = parts.filter((part) => /\p{Script=Han}/u.test(part) && !part.includes(idNumber));
  const take = (fits: (part: string) => boolean): string => {
    const index = words.findIndex(fits);
    return index < 0 ? "" : (words.splice(index, 1)[0] ?? "");
  };
  const gender = take((part) => part === "男" || part === "女");
  const ethnicity = take((part) => /^\p{Script=Han}{1,5}族$/u.test(part));
  take((part) => /(公安局|分局)$/.test(part));
  const address = take((part) => part.length > 5 && /[省市县区乡镇村州盟旗街路道组号]/.test(part));
  const name = take((part) => /^[\p{Script=Han}·•・．]{1,30}$/u.test(part));
  return { name, gender, ethnicity, address, idNumber: idNumber.toUpperCase() };
}

/**
 * What a key is: the `first` of a run (what stands in the field now is what to go back to), one more of it (`pass`), one
 * that must not move the cursor (`swallow`), or the end of a reader's `burst`.
 */
export type KeyVerdict = { kind: "first" | "pass" | "swallow" } | { kind: "burst"; text: string };

/** Tells a reader's burst from typing. */
export interface BurstReader {
  /** Looks at one key, pressed at `atMs`. Repeats of a key held down are not to be handed in. */
  key(key: string, atMs: number): KeyVerdict;
}

/** Makes a recogniser of bursts that end in Enter. */
export function makeBurstReader(): BurstReader {
  let keys: string[] = [];
  let last = Number.NEGATIVE_INFINITY;
  return {
    key(key, atMs) {
      const quick = atMs - last <= READER_PAUSE_MS;
      last = atMs;
      if (!quick) keys = [];
      if (key === "Enter" || key === "Tab") {
        const long = keys.length >= READER_KEYS;
        if (key === "Enter") {
          const text = keys.join("");
          keys = [];
          return long ? { kind: "burst", text } : { kind: "pass" };
        }
        if (!long) keys = [];
        else keys.push("\t");
        return { kind: long ? "swallow" : "pass" };
      }
      if ([...key].length !== 1) return { kind: "pass" };
      keys.push(key);
      return { kind: keys.length === 1 ? "first" : "pass" };
    },
  };
}
