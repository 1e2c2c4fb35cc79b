import { expect, test } from "vitest";
import { findOffers } from "../../shared/choice";
import { CHECK_AFTER_MS, newForm, type IntakeForm, type IntakePorts } from "./form";
import { enterPath, insertPhrase, isQuickFind, neighbour } from "./lib";
import { clearCheck, sampleCatalogue, samplePerson } from "./testing";

const catalogue = sampleCatalogue();

/** Keys for a three-character name in pinyin with an input method: about eight letters and a space. */
const NAME_KEYS = 9;

function makePorts(): IntakePorts & { runAll(): Promise<void> } {
  let waiting: { ms: number; run: () => void }[] = [];
  return {
    check: (visit) =>
      Promise.resolve({
        ...clearCheck(visit.tickets.length),
        samePersons: visit.visitor.personId === "person-1" ? [samplePerson({ certain: false })] : [],
      }),
    saveDraft: (draft) => Promise.resolve({ id: draft.id, title: draft.title, savedAt: "" }),
    discardDraft: () => Promise.resolve(),
    register: () => Promise.resolve({ visitId: "v", personId: "p", tickets: [] }),
    now: () => "2026-02-10T09:50:00+08:00",
    after(ms, run) {
      const entry = { ms, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
    notice: () => ({ field: "", code: "", message: "", hint: "", blocks: true }),
    async runAll() {
      const due = waiting.filter((each) => each.ms <= CHECK_AFTER_MS);
      waiting = waiting.filter((each) => each.ms > CHECK_AFTER_MS);
      for (const each of due) each.run();
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    },
  };
}

/** A clerk at the keyboard: every press is counted, the cursor goes where the screen's own rules send it. */
class Clerk {
  keys = 0;
  at = "visitor.name";

  constructor(readonly form: IntakeForm) {}

  press(count = 1): void {
    this.keys += count;
  }

  enter(): void {
    this.press();
    const { visit, active } = this.form.state;
    const next = neighbour(enterPath(visit, active, catalogue.windows), this.at, 1);
    if (next === undefined) throw new Error(`nothing after ${this.at}`);
    this.at = next;
  }

  /** Types a code into a choice; Enter takes the first offer and goes on. */
  choose(typed: string, offers: { code: string; name: string; keys: string[] }[], take: (code: string) => void): void {
    this.press(typed.length);
    const [first] = findOffers(offers, typed);
    if (first === undefined) throw new Error(`${typed} finds nothing`);
    take(first.code);
    this.enter();
  }
}

test("a new visitor's consultation with another party takes at most 44 keys", async () => {
  const ports = makePorts();
  const form = newForm("d", catalogue, ports);
  const clerk = new Clerk(form);
  const visitor = form.state.visit.visitor;

  clerk.press(); // F2
  visitor.name = "褚望川";
  clerk.press(NAME_KEYS);
  clerk.enter();
  clerk.enter();
  expect(clerk.at).toBe("visitor.phone");
  form.setPhone("19900010037");
  clerk.press(11);
  clerk.enter();
  clerk.enter();
  expect(clerk.at).toBe("visitor.groups");
  clerk.choose("1", catalogue.groups, (code) => visitor.groups.push(code));
  expect(clerk.at).toBe("tickets[0].matter");
  const matters = (catalogue.windows[0]?.matters ?? []).map((each) => ({ ...each, keys: [each.code] }));
  clerk.press(3);
  form.setMatter(findOffers(matters, "ldb")[0]?.name ?? "");
  clerk.press(); // Alt N takes the matter under the cursor and opens the party
  form.addParty();
  const party = form.state.visit.tickets[0]?.parties[0];
  if (party !== undefined) party.name = "田兆丰";
  clerk.press(NAME_KEYS);
  const put = insertPhrase("", catalogue.windows[0]?.phrases[0] ?? "", 0);
  const ticket = form.state.visit.tickets[0];
  if (ticket !== undefined) ticket.summary = put.text;
  clerk.press(2); // Alt / and the number of the phrase
  clerk.press(); // F8 saves and prints
  expect(await form.register()).not.toBeNull();

  expect(clerk.keys).toBeLessThanOrEqual(44);
  expect(form.state.visit.tickets[0]?.matter).toBe("咨询劳动报酬");
  expect(form.state.visit.visitor.groups).toEqual(["migrant_worker"]);
  expect(form.state.visit.channel).toBe("on_site");
  expect(form.state.visit.tickets[0]?.window).toBe("consult");
});

test("a returning visitor's new matter takes at most 12 keys", async () => {
  const ports = makePorts();
  const form = newForm("d", catalogue, ports);
  const clerk = new Clerk(form);

  clerk.press(); // F2
  form.state.visit.visitor.name = "9314";
  clerk.press(4);
  expect(isQuickFind(form.state.visit.visitor.name)).toBe(true);
  clerk.press(); // Enter takes the first find
  await form.recall("person-1", "阿的木呷约布", "证件号后几位");
  expect(form.state.visit.visitor.idNumber).toBe("519921 19901208 9314");
  clerk.at = "tickets[0].matter";
  clerk.press(3);
  form.setMatter("ldbc");
  clerk.enter();
  clerk.press(); // F8
  expect(await form.register()).not.toBeNull();

  expect(clerk.keys).toBeLessThanOrEqual(12);
});

test("a second window takes at most 6 keys", () => {
  const form = newForm("d", catalogue, makePorts());
  form.setMatter("ldbc");
  const clerk = new Clerk(form);
  clerk.press(); // Alt 3
  form.addWindow("mediation");
  clerk.at = "tickets[1].matter";
  clerk.press(3);
  form.setMatter("ldbc");
  clerk.enter();
  expect(form.state.visit.tickets.map((ticket) => ticket.window)).toEqual(["consult", "mediation"]);
  expect(clerk.keys).toBeLessThanOrEqual(6);
});
