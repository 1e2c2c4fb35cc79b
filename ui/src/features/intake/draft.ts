import type { VisitInput } from "../../shared/wire";
import { blankTicket, blankVisitor } from "./lib";

/** A form as it is kept between two sittings. */
export interface KeptForm {
  visit: VisitInput;
  /** Ticket in front. */
  active: number;
}

/** Writes a form for keeping. */
export function writeKept(kept: KeptForm): string {
  return JSON.stringify({ layout: 1, ...kept });
}

/**
 * Reads a kept form, or nothing when it is not one. A key that an older version did not know gets its blank value and
 * a key that is no longer known is left out, because the core refuses fields it does not know.
 */
export function readKept(content: string, draftId: string): KeptForm | null {
  const whole = parse(content);
  const visit = recordOf(whole?.visit);
  if (whole === null || visit === null) return null;
  const tickets = listOf(visit.tickets).map(readTicket);
  if (tickets.length === 0) return null;
  const active = typeof whole.active === "number" ? whole.active : 0;
  return {
    visit: {
      draftId,
      channel: textOf(visit.channel),
      receivedAt: textOf(visit.receivedAt),
      slipNumber: textOf(visit.slipNumber),
      referralOrgan: textOf(visit.referralOrgan),
      referralNumber: textOf(visit.referralNumber),
      visitor: shaped(blankVisitor(""), visit.visitor),
      tickets,
    },
    active: active >= 0 && active < tickets.length ? active : 0,
  };
}

type Unknowns = Record<string, unknown>;

function parse(content: string): Unknowns | null {
  try {
    const whole: unknown = JSON.parse(content);
    return recordOf(whole);
  } catch {
    return null;
  }
}

function readTicket(value: unknown): VisitInput["tickets"][number] {
  const ticket = recordOf(value) ?? {};
  return {
    ...shaped(blankTicket(""), ticket),
    parties: listOf(ticket.parties).map((party) =>
      shaped(
        { key: "", role: "", kind: "person", name: "", idNumber: "", creditCode: "", phone: "", groups: noTexts() },
        party,
      ),
    ),
    materials: listOf(ticket.materials).map((material) =>
      shaped({ name: "", form: "copy", copies: 1, present: false }, material),
    ),
    fields: listOf(ticket.fields).map((field) => shaped({ field: "", value: "" }, field)),
    conflictAnswers: listOf(ticket.conflictAnswers).map((answer) =>
      shaped({ finding: "", answer: "pending", reason: "" }, answer),
    ),
  };
}

function noTexts(): string[] {
  return [];
}

/** The blank with every value of the same kind taken over from what was kept. */
function shaped<T extends object>(blank: T, kept: unknown): T {
  const values = recordOf(kept) ?? {};
  const taken = Object.entries(blank).map(([key, value]: [string, unknown]) => {
    const found = values[key];
    if (Array.isArray(value)) return [key, listOf(found).filter((each) => typeof each === "string")];
    return [key, typeof found === typeof value ? found : value];
  });
  return Object.assign({}, blank, Object.fromEntries(taken));
}

function recordOf(value: unknown): Unknowns | null {
  return isRecord(value) ? value : null;
}

function isRecord(value: unknown): value is Unknowns {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
