import type { SamePerson } from "../../shared/wire";

/** One line of the comparison of two register entries. */
export interface ComparedLine {
  label: string;
  first: string;
  second: string;
  /** Both have a value and the values differ. */
  differs: boolean;
}

/** Words of the lines. */
export interface LineNames {
  name: string;
  idNumber: string;
  phone: string;
  address: string;
  count: string;
  lastVisit: string;
}

/** Puts two register entries side by side. */
export function compareLines(first: SamePerson, second: SamePerson, names: LineNames): ComparedLine[] {
  const line = (label: string, a: string, b: string): ComparedLine => ({
    label,
    first: a,
    second: b,
    differs: a !== b && a !== "" && b !== "",
  });
  return [
    line(names.name, first.name, second.name),
    line(names.idNumber, first.idNumberMasked, second.idNumberMasked),
    line(names.phone, first.phoneMasked, second.phoneMasked),
    line(names.address, first.address, second.address),
    { ...line(names.count, String(first.ticketCount), String(second.ticketCount)), differs: false },
    { ...line(names.lastVisit, first.lastVisit, second.lastVisit), differs: false },
  ];
}

/**
 * The entry proposed to be kept: the one with an identity number, then the one with more tickets, then the one seen last.
 * It is only a proposal; the clerk chooses.
 */
export function proposedKeep(first: SamePerson, second: SamePerson): string {
  const number = (person: SamePerson): number => (person.idNumberMasked === "" ? 0 : 1);
  const order =
    number(second) - number(first) ||
    second.ticketCount - first.ticketCount ||
    second.lastVisit.localeCompare(first.lastVisit);
  return order > 0 ? second.personId : first.personId;
}
