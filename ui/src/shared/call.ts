import type { Commands } from "./wire";

/** Name of a command. */
export type Command = keyof Commands;
/** What a command is asked with. */
export type Request<K extends Command> = Commands[K]["request"];
/** What a command answers. */
export type Answer<K extends Command> = Commands[K]["answer"];

/** Who stands by a step that takes two persons. */
export interface SecondPerson {
  login: string;
  password: string;
}

/** Carries one request line to the desk and brings one answer line back. */
export type Transport = (line: string) => Promise<string>;

/** Why a command did nothing, in words for the clerk. */
export class Refusal extends Error {
  /** Stable name of the case, for example `ticket.already_closed`. */
  readonly code: string;
  /** Family of the case: `slip`, `right`, `state`, `storage`, `bug`, or `shell` for the program around the page. */
  readonly kind: string;
  /** The next step; empty when there is none. */
  readonly hint: string;
  /** Path of the field it is about; empty when it is about the whole. */
  readonly field: string;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "Refusal";
    this.code = failure.code;
    this.kind = failure.kind;
    this.hint = failure.hint;
    this.field = failure.field;
  }
}

/** A failure as the desk writes it. */
export interface Failure {
  code: string;
  kind: string;
  message: string;
  hint: string;
  field: string;
}

/** The desk's line: the answer, or why there is none. */
type Line = { id: number; ok: unknown } | { id: number; error: Partial<Failure> };

let transport: Transport | null = null;
let lastId = 0;
let onRefusal: (refusal: Refusal) => void = () => undefined;

/** Names what carries the requests, once, before the first call. */
export function connect(to: Transport): void {
  transport = to;
}

/** Names who hears of every refusal, for example to lock the screen when the session is over. */
export function watchRefusals(watch: (refusal: Refusal) => void): void {
  onRefusal = watch;
}

/**
 * Asks the desk, with a second person where the step takes two.
 *
 * @throws {Refusal} with ready text when the desk does not do it.
 */
export async function call<K extends Command>(command: K, request: Request<K>, second?: SecondPerson): Promise<Answer<K>> {
  try {
    if (transport === null) throw broken("no transport");
    lastId += 1;
    const line = await transport(JSON.stringify({ id: lastId, command, args: request, second }));
    return readLine(line) as Answer<K>;
  } catch (error) {
    const refusal = asRefusal(error);
    onRefusal(refusal);
    throw refusal;
  }
}

/** Returns the answer in a line of the desk; throws what the desk refused. */
export function readLine(line: string): unknown {
  let read: Line;
  try {
    read = JSON.parse(line) as Line;
  } catch {
    throw broken("not a line of the desk");
  }
  if ("error" in read) throw new Refusal({ ...unknownFailure("app.internal"), ...read.error });
  if (!("ok" in read)) throw broken("neither answer nor failure");
  return read.ok;
}

/** Returns anything thrown as a refusal the screen can show. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return broken(String(error));
}

function broken(detail: string): Refusal {
  const refusal = new Refusal(unknownFailure("app.internal"));
  refusal.cause = detail;
  return refusal;
}

function unknownFailure(code: string): Failure {
  return {
    code,
    kind: "bug",
    message: "程序没有完成这一步",
    hint: "已录入的内容还在，再试一次；仍不行时重开程序并记下后面的代码。",
    field: "",
  };
}
