import { forgetWhenCovered } from "./session";

let idNumber = "";
forgetWhenCovered(() => (idNumber = ""));

/** Keeps an id number that was read on another screen for the intake form. It never stands in an address. */
export function handOverId(number: string): void {
  idNumber = number;
}

/** Returns the id number that was handed over, once; empty when there is none. */
export function takeHandedId(): string {
  const handed = idNumber;
  idNumber = "";
  return handed;
}
