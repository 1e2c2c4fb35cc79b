import { effectScope, reactive, watch } from "vue";
import type {
  Catalogue,
  DraftRow,
  FieldNotice,
  IntakeCheck,
  SamePerson,
  SaveDraft,
  TicketInput,
  VisitDone,
  VisitInput,
  Visitor,
} from "../../shared/wire";
import { readKept, writeKept, type KeptForm } from "./draft";
import {
  blankParty,
  blankTicket,
  blankVisit,
  draftTitle,
  fillVisitor,
  findMatter,
  groupIdNumber,
  groupPhone,
  isBlankTicket,
  isBlankVisit,
  materialsFor,
  plainNumber,
  rowOnScreen,
  ticketOfPath,
  unfillVisitor,
  visitForWire,
} from "./lib";

/** Pause after a key before the form is checked. */
export const CHECK_AFTER_MS = 150;

/** Longest time a change waits before it is kept on disk. */
export const KEEP_AFTER_MS = 800;

/** What a form needs of the world. */
export interface IntakePorts {
  check(visit: VisitInput): Promise<IntakeCheck>;
  saveDraft(draft: SaveDraft): Promise<DraftRow>;
  discardDraft(id: string): Promise<void>;
  register(visit: VisitInput): Promise<VisitDone>;
  /** Now, RFC 3339 with +08:00. */
  now(): string;
  /** Runs something once after a pause; the answer takes it back. */
  after(ms: number, run: () => void): () => void;
  /** The notice a refused command carries, or nothing when it was no refusal. */
  notice(error: unknown): FieldNotice;
}

/** How the form stands with its draft. */
export interface DraftState {
  kind: "none" | "waiting" | "kept" | "failed";
  savedAt: string;
}

/** How far the form is: being filled in, being saved, saved, or left. */
export type Phase = "open" | "saving" | "saved" | "left";

/** What the screen shows of a form. */
export interface IntakeState {
  readonly draftId: string;
  visit: VisitInput;
  active: number;
  check: IntakeCheck | null;
  draft: DraftState;
  phase: Phase;
  refusals: FieldNotice[];
  /** Why the check could not be made; empty when it could. */
  checkFault: FieldNotice | null;
  done: VisitDone | null;
  /** Register entry that filled fields of this form, and which. */
  reused: { person: SamePerson; filled: Partial<Visitor> } | null;
  /** Entries the clerk said are somebody else. */
  others: string[];
}

/** One form for one visit. Everything it knows is its own; nothing is shared between two forms. */
export interface IntakeForm {
  readonly state: IntakeState;
  /** Brings another ticket to the front. */
  show(index: number): void;
  /** Changes the window of the ticket in front. */
  setWindow(window: string): void;
  /** Adds a window to the visit, or goes to it, or changes a ticket nobody typed anything into. */
  addWindow(window: string): void;
  /** Takes a ticket out of the visit; the last one stays. */
  removeTicket(index: number): void;
  /** Sets the matter of the ticket in front and the materials asked for. */
  setMatter(matter: string): void;
  /** Adds a party to the ticket in front and returns its row. */
  addParty(): number;
  removeParty(row: number): void;
  setIdNumber(typed: string): void;
  setPhone(typed: string): void;
  /** Enters the visit from a blank slip, whose time is the one it was received at; an empty number is no slip. */
  setSlip(number: string, receivedAt: string): void;
  /** Uses a register entry for this visitor. */
  reuse(person: SamePerson): void;
  /** Says that a register entry is somebody else, and takes back what it filled in. */
  object(personId: string): void;
  answer(ticket: number, finding: string, answer: string, reason: string): void;
  /** Saves the visit; the ports' answer is in `state.done`, a refusal in `state.refusals`. */
  register(): Promise<VisitDone | null>;
  /** Uses the register entry with this id, filled in from what the check knows of it. */
  recall(personId: string, name: string, why: string): Promise<void>;
  /** Keeps the form on disk now. */
  keep(): Promise<void>;
  /** Keeps the form on disk now and lets go of it. */
  leave(): Promise<void>;
  /** Throws the form and its draft away. */
  discard(): Promise<void>;
}

/** Opens an empty form. */
export function newForm(draftId: string, catalogue: Catalogue, ports: IntakePorts): IntakeForm {
  return openForm({ visit: blankVisit(draftId, catalogue), active: 0 }, catalogue, ports);
}

/** Opens a form that was kept; nothing when the content is not one. */
export function keptForm(
  draftId: string,
  content: string,
  catalogue: Catalogue,
  ports: IntakePorts,
): IntakeForm | null {
  const kept = readKept(content, draftId);
  return kept === null ? null : openForm(kept, catalogue, ports);
}

function openForm(kept: KeptForm, catalogue: Catalogue, ports: IntakePorts): IntakeForm {
  const scope = effectScope(true);
  const initial: IntakeState = {
    draftId: kept.visit.draftId,
    visit: kept.visit,
    active: kept.active,
    check: null,
    draft: { kind: "none", savedAt: "" },
    phase: "open",
    refusals: [],
    checkFault: null,
    done: null,
    reused: null,
    others: [],
  };
  const state = reactive(initial);

  let cancelCheck: (() => void) | null = null;
  let cancelKeep: (() => void) | null = null;
  let keeping: Promise<void> | null = null;
  let changedSinceKept = false;
  let asked = 0;

  const front = (): TicketInput => {
    const ticket = state.visit.tickets[state.active] ?? state.visit.tickets[0];
    if (ticket === undefined) throw new Error("a visit has at least one ticket");
    return ticket;
  };
  const wire = (): VisitInput => visitForWire(state.visit, state.check, catalogue.windows);

  function show(index: number): void {
    if (state.visit.tickets[index] !== undefined) state.active = index;
  }

  function setWindow(window: string): void {
    front().window = window;
    front().materials = materialsFor(findMatter(windowOf(catalogue, window), front().matter), front().materials);
  }

  function changed(): void {
    if (state.phase !== "open") return;
    // What was written on a slip came in when the slip says, and not now.
    const fromSlip = state.visit.slipNumber !== "";
    if (state.visit.receivedAt === "" && !fromSlip && !isBlankVisit(state.visit)) state.visit.receivedAt = ports.now();
    changedSinceKept = true;
    cancelCheck?.();
    cancelCheck = ports.after(CHECK_AFTER_MS, () => void runCheck());
    keepSoon();
  }

  function keepSoon(): void {
    if (cancelKeep !== null) return;
    if (state.draft.kind === "none" && isBlankVisit(state.visit)) return;
    state.draft.kind = "waiting";
    cancelKeep = ports.after(KEEP_AFTER_MS, () => {
      cancelKeep = null;
      void keep();
    });
  }

  async function runCheck(): Promise<void> {
    cancelCheck = null;
    const serial = (asked += 1);
    try {
      const check = await ports.check(wire());
      // An answer to an older question says nothing about what stands in the form now.
      if (serial !== asked || state.phase !== "open") return;
      state.check = check;
      state.checkFault = null;
      // The check has seen what was changed since, so it knows better than the refused save.
      state.refusals = [];
      useCertain(check);
    } catch (error) {
      if (serial === asked) state.checkFault = ports.notice(error);
    }
  }

  function useCertain(check: IntakeCheck): void {
    if (state.visit.visitor.personId !== "") return;
    const certain = check.samePersons.filter((each) => each.certain && !state.others.includes(each.personId));
    const [person] = certain;
    if (certain.length === 1 && person !== undefined) reuse(person);
  }

  async function keep(): Promise<void> {
    if (keeping !== null) await keeping;
    if (!changedSinceKept) return;
    changedSinceKept = false;
    keeping = ports
      .saveDraft({
        id: state.draftId,
        title: draftTitle(state.visit, ""),
        content: writeKept({ visit: state.visit, active: state.active }),
      })
      .then(
        (row) => {
          state.draft.savedAt = row.savedAt;
          if (!changedSinceKept) state.draft.kind = "kept";
        },
        () => {
          changedSinceKept = true;
          state.draft.kind = "failed";
        },
      )
      .finally(() => {
        keeping = null;
      });
    await keeping;
  }

  async function keepNow(): Promise<void> {
    cancelKeep?.();
    cancelKeep = null;
    if (changedSinceKept && (state.draft.kind !== "none" || !isBlankVisit(state.visit))) await keep();
    else if (keeping !== null) await keeping;
  }

  function stopTimers(): void {
    cancelCheck?.();
    cancelKeep?.();
    cancelCheck = cancelKeep = null;
  }

  function close(phase: Phase): void {
    stopTimers();
    state.phase = phase;
    scope.stop();
  }

  function reuse(person: SamePerson): void {
    if (state.reused !== null) unfillVisitor(state.visit.visitor, state.reused.filled);
    state.reused = { person, filled: fillVisitor(state.visit.visitor, person) };
  }

  function letGo(): void {
    if (state.reused !== null) unfillVisitor(state.visit.visitor, state.reused.filled);
    state.visit.visitor.personId = "";
    state.reused = null;
  }

  scope.run(() => {
    watch(() => state.visit, changed, { deep: true, flush: "sync" });
    // Another number or an emptied name is another person: the entry must not take a stranger's visit.
    watch(
      () => [plainNumber(state.visit.visitor.idNumber), state.visit.visitor.name.trim()],
      ([number = "", name = ""], [numberBefore = "", nameBefore = ""]) => {
        const reused = state.reused;
        if (reused === null) return;
        const known = plainNumber(reused.person.fill?.idNumber ?? "");
        const otherNumber = number !== numberBefore && known !== "" && number !== known;
        if (otherNumber || (name === "" && nameBefore !== "")) letGo();
      },
      { flush: "sync" },
    );
  });
  if (!isBlankVisit(state.visit)) void runCheck();

  return {
    state,
    show,
    setWindow,
    addWindow(window) {
      const known = state.visit.tickets.findIndex((ticket) => ticket.window === window);
      if (known >= 0) state.active = known;
      else if (isBlankTicket(front())) setWindow(window);
      else {
        state.visit.tickets.push(blankTicket(window));
        state.active = state.visit.tickets.length - 1;
      }
    },
    removeTicket(index) {
      if (state.visit.tickets.length < 2) return;
      state.visit.tickets.splice(index, 1);
      // Findings of the check are counted by place, and the places have moved.
      state.check = null;
      state.active = Math.min(state.active > index ? state.active - 1 : state.active, state.visit.tickets.length - 1);
    },
    setMatter(matter) {
      const ticket = front();
      const found = findMatter(windowOf(catalogue, ticket.window), matter);
      ticket.matter = found?.name ?? matter;
      ticket.materials = materialsFor(found, ticket.materials);
    },
    addParty() {
      const ticket = front();
      return ticket.parties.push(blankParty(ticket.parties, catalogue.partyRoles)) - 1;
    },
    removeParty(row) {
      front().parties.splice(row, 1);
    },
    setIdNumber(typed) {
      state.visit.visitor.idNumber = groupIdNumber(typed);
    },
    setPhone(typed) {
      state.visit.visitor.phone = groupPhone(typed);
    },
    setSlip(number, receivedAt) {
      const slipNumber = number.trim();
      if (slipNumber === "" && state.visit.slipNumber === "") return;
      Object.assign(state.visit, { slipNumber, receivedAt: slipNumber === "" ? ports.now() : receivedAt });
    },
    reuse(person) {
      state.others = state.others.filter((id) => id !== person.personId);
      reuse(person);
    },
    object(personId) {
      if (!state.others.includes(personId)) state.others.push(personId);
      if (state.visit.visitor.personId === personId) letGo();
    },
    answer(index, finding, answer, reason) {
      const ticket = state.visit.tickets[index];
      if (ticket === undefined) return;
      const known = ticket.conflictAnswers.find((each) => each.finding === finding);
      if (known === undefined) ticket.conflictAnswers.push({ finding, answer, reason });
      else Object.assign(known, { answer, reason });
    },
    async register() {
      if (state.phase !== "open") return null;
      state.phase = "saving";
      stopTimers();
      // A draft still on its way would come back after the visit took it along.
      if (keeping !== null) await keeping;
      try {
        const done = await ports.register(wire());
        state.done = done;
        state.refusals = [];
        close("saved");
        return done;
      } catch (error) {
        state.phase = "open";
        const notice = ports.notice(error);
        state.refusals = [{ ...notice, field: rowOnScreen(state.visit, notice.field) }];
        const index = ticketOfPath(notice.field);
        if (index !== undefined) show(index);
        changedSinceKept = true;
        keepSoon();
        return null;
      }
    },
    async recall(personId, name, why) {
      letGo();
      state.visit.visitor.name = name;
      state.visit.visitor.personId = personId;
      cancelCheck?.();
      await runCheck();
      const person = state.check?.samePersons.find((each) => each.personId === personId);
      if (person === undefined || state.visit.visitor.personId !== personId) return;
      reuse(person.reasons.length > 0 ? person : { ...person, reasons: [why] });
    },
    keep: keepNow,
    async leave() {
      if (state.phase !== "open") return;
      cancelCheck?.();
      await keepNow();
      close("left");
    },
    async discard() {
      if (state.phase !== "open") return;
      const kept = state.draft.savedAt !== "" || keeping !== null;
      close("left");
      if (keeping !== null) await keeping;
      if (kept) await ports.discardDraft(state.draftId);
    },
  };
}

function windowOf(catalogue: Catalogue, code: string): Catalogue["windows"][number] | undefined {
  return catalogue.windows.find((window) => window.code === code);
}
