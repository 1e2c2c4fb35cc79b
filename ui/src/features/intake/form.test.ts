import { describe, expect, test } from "vitest";
import type { SaveDraft, VisitInput } from "../../shared/wire";
import { CHECK_AFTER_MS, KEEP_AFTER_MS, keptForm, newForm, type IntakeForm, type IntakePorts } from "./form";
import { clearCheck, sampleCatalogue, samplePerson } from "./testing";

const catalogue = sampleCatalogue();

/** A world in which time is moved by hand and every command is answered at once, with what it was asked kept. */
function makeWorld() {
  const drafts = new Map<string, SaveDraft>();
  const visits: VisitInput[] = [];
  let clock = 0;
  let waiting: { at: number; run: () => void }[] = [];
  const ports: IntakePorts = {
    check: (visit) => Promise.resolve(clearCheck(visit.tickets.length)),
    saveDraft: (draft) => {
      drafts.set(draft.id, draft);
      return Promise.resolve({ id: draft.id, title: draft.title, savedAt: String(clock) });
    },
    discardDraft: (id) => {
      drafts.delete(id);
      return Promise.resolve();
    },
    register: (visit) => {
      visits.push(structuredClone(visit));
      drafts.delete(visit.draftId);
      return Promise.resolve({ visitId: `v${visits.length}`, personId: "p", tickets: [] });
    },
    now: () => "2026-02-10T09:50:00+08:00",
    after: (ms, run) => {
      const entry = { at: clock + ms, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
    notice: (error) =>
      error instanceof Error
        ? { field: error.message, code: "intake.refused", message: "不对", hint: "", blocks: true }
        : { field: "", code: "app.internal", message: "", hint: "", blocks: true },
  };
  return {
    ports,
    drafts,
    visits,
    async pass(ms: number): Promise<void> {
      clock += ms;
      const due = waiting.filter((each) => each.at <= clock);
      waiting = waiting.filter((each) => each.at > clock);
      for (const each of due) each.run();
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A small generator, so that a failing walk can be walked again. */
function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}

describe("a form", () => {
  test("is kept within a second of a change", async () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    form.state.visit.visitor.name = "褚望川";
    await world.pass(KEEP_AFTER_MS);
    expect(KEEP_AFTER_MS).toBeLessThan(1000);
    expect(world.drafts.get("d1")?.title).toBe("褚望川");
    expect(form.state.draft.kind).toBe("kept");
  });

  test("that keeps being typed into is kept all the same", async () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    for (let key = 0; key < 9; key += 1) {
      form.state.visit.visitor.name += "字";
      await world.pass(100);
    }
    expect(world.drafts.get("d1")?.title.length).toBeGreaterThanOrEqual(8);
  });

  test("nobody typed into leaves no draft behind", async () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    form.setWindow("mediation");
    await world.pass(2000);
    await form.leave();
    expect(world.drafts.size).toBe(0);
  });

  test("notes when the visit came in with the first word", async () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    expect(form.state.visit.receivedAt).toBe("");
    form.state.visit.visitor.phone = "1";
    expect(form.state.visit.receivedAt).toBe("2026-02-10T09:50:00+08:00");
    await form.discard();
  });

  test("is checked once after a run of keys, and an older answer is dropped", async () => {
    const world = makeWorld();
    const answers: ((age: number) => void)[] = [];
    world.ports.check = () =>
      new Promise((resolve) => {
        answers.push((age) => {
          resolve({ ...clearCheck(), age });
        });
      });
    const form = newForm("d1", catalogue, world.ports);
    form.state.visit.visitor.name = "甲";
    form.state.visit.visitor.name = "甲乙";
    await world.pass(CHECK_AFTER_MS);
    expect(answers).toHaveLength(1);
    form.state.visit.visitor.name = "甲乙丙";
    await world.pass(CHECK_AFTER_MS);
    answers[1]?.(35);
    await settle();
    answers[0]?.(99);
    await settle();
    expect(form.state.check?.age).toBe(35);
  });

  test("uses a certain register entry until the clerk objects", async () => {
    const world = makeWorld();
    world.ports.check = () => Promise.resolve({ ...clearCheck(), samePersons: [samplePerson()] });
    const form = newForm("d1", catalogue, world.ports);
    form.setIdNumber("519921199012089314");
    await world.pass(CHECK_AFTER_MS);
    expect(form.state.visit.visitor.personId).toBe("person-1");
    expect(form.state.visit.visitor.address).toBe("云川县云顶彝族乡尔古村");
    form.object("person-1");
    expect(form.state.visit.visitor.personId).toBe("");
    expect(form.state.visit.visitor.address).toBe("");
    await world.pass(CHECK_AFTER_MS);
    expect(form.state.visit.visitor.personId).toBe("");
  });

  test("lets go of the register entry when another number is typed", () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    form.state.visit.visitor.name = "9314";
    form.reuse(samplePerson());
    expect(form.state.visit.visitor.name).toBe("阿的木呷约布");
    form.setIdNumber("519921198306129014");
    expect(form.state.visit.visitor.personId).toBe("");
    expect(form.state.visit.visitor.phone).toBe("");
    expect(form.state.visit.visitor.idNumber).toBe("519921 19830612 9014");
  });

  test("that is refused shows the refusal at its field and loses nothing", async () => {
    const world = makeWorld();
    world.ports.register = () => Promise.reject(new Error("tickets[1].matter"));
    const form = newForm("d1", catalogue, world.ports);
    form.state.visit.visitor.name = "褚望川";
    form.setMatter("ldbc");
    form.addWindow("mediation");
    form.show(0);
    expect(await form.register()).toBeNull();
    expect(form.state.phase).toBe("open");
    expect(form.state.refusals[0]?.field).toBe("tickets[1].matter");
    expect(form.state.active).toBe(1);
    expect(form.state.visit.visitor.name).toBe("褚望川");
    await world.pass(KEEP_AFTER_MS);
    expect(world.drafts.has("d1")).toBe(true);
  });

  test("saved while its draft is on the way leaves no draft behind", async () => {
    const world = makeWorld();
    let arrive: (() => void) | undefined;
    const keep = world.ports.saveDraft;
    world.ports.saveDraft = (draft) =>
      new Promise((resolve) => {
        arrive = () => {
          resolve(keep(draft));
        };
      });
    const form = newForm("d1", catalogue, world.ports);
    form.state.visit.visitor.name = "褚望川";
    await world.pass(KEEP_AFTER_MS);
    const saved = form.register();
    await settle();
    expect(world.visits).toHaveLength(0);
    arrive?.();
    expect(await saved).not.toBeNull();
    expect(world.drafts.size).toBe(0);
    form.state.visit.visitor.name = "别人";
    await world.pass(5000);
    expect(world.drafts.size).toBe(0);
  });

  test("cannot be saved twice", async () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    form.state.visit.visitor.name = "褚望川";
    const [first, second] = await Promise.all([form.register(), form.register()]);
    expect(first).not.toBeNull();
    expect(second).toBeNull();
    expect(world.visits).toHaveLength(1);
  });

  test("adds a window as another ticket, goes back to it, and changes an untouched one", () => {
    const world = makeWorld();
    const form = newForm("d1", catalogue, world.ports);
    form.addWindow("legal_aid");
    expect(form.state.visit.tickets.map((ticket) => ticket.window)).toEqual(["legal_aid"]);
    form.setMatter("ldbc");
    form.addWindow("mediation");
    expect(form.state.active).toBe(1);
    form.addWindow("legal_aid");
    expect(form.state.active).toBe(0);
    form.removeTicket(0);
    expect(form.state.visit.tickets.map((ticket) => ticket.window)).toEqual(["mediation"]);
    form.removeTicket(0);
    expect(form.state.visit.tickets).toHaveLength(1);
  });
});

describe("many forms", () => {
  test("open, typed into, kept, saved, left and reopened in any order never mix", async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const dice = makeDice(seed);
      const world = makeWorld();
      const open = new Map<string, { form: IntakeForm; name: string; summary: string }>();
      const left = new Map<string, { name: string; summary: string }>();
      const saved = new Map<string, { name: string; summary: string }>();
      let opened = 0;
      for (let step = 0; step < 80; step += 1) {
        const ids = [...open.keys()];
        const id = ids[dice(Math.max(ids.length, 1))];
        const current = id === undefined ? undefined : open.get(id);
        switch (dice(8)) {
          case 0: {
            opened += 1;
            const fresh = `d${seed}-${opened}`;
            open.set(fresh, { form: newForm(fresh, catalogue, world.ports), name: "", summary: "" });
            break;
          }
          case 1:
          case 2:
            if (current === undefined || id === undefined) break;
            current.name = `${id}:${step}`;
            current.form.state.visit.visitor.name = current.name;
            break;
          case 3: {
            const ticket = current?.form.state.visit.tickets[0];
            if (current === undefined || id === undefined || ticket === undefined) break;
            current.summary = `${id}/${step}`;
            ticket.summary = current.summary;
            break;
          }
          case 4:
            await world.pass(dice(1200));
            break;
          case 5:
            if (current === undefined || id === undefined || dice(2) === 0) break;
            await current.form.register();
            saved.set(id, { name: current.name, summary: current.summary });
            open.delete(id);
            break;
          case 6:
            if (current === undefined || id === undefined) break;
            await current.form.leave();
            if (current.name !== "" || current.summary !== "") {
              left.set(id, { name: current.name, summary: current.summary });
            }
            open.delete(id);
            break;
          default: {
            const keptId = [...left.keys()][dice(Math.max(left.size, 1))];
            const expected = keptId === undefined ? undefined : left.get(keptId);
            const draft = keptId === undefined ? undefined : world.drafts.get(keptId);
            if (keptId === undefined || expected === undefined) break;
            const form = keptForm(keptId, draft?.content ?? "", catalogue, world.ports);
            if (form === null) throw new Error(`the draft ${keptId} is gone (seed ${seed})`);
            expect(form.state.visit.visitor.name, `seed ${seed}`).toBe(expected.name);
            expect(form.state.visit.tickets[0]?.summary, `seed ${seed}`).toBe(expected.summary);
            open.set(keptId, { form, ...expected });
            left.delete(keptId);
          }
        }
      }
      for (const visit of world.visits) {
        const expected = saved.get(visit.draftId);
        expect({ name: visit.visitor.name, summary: visit.tickets[0]?.summary }, `seed ${seed}`).toEqual(expected);
        expect(world.drafts.has(visit.draftId), `seed ${seed}`).toBe(false);
      }
      expect(world.visits).toHaveLength(saved.size);
    }
  });
});

test("a visit from a slip came in when the slip says, and never when it was typed", async () => {
  const world = makeWorld();
  const form = newForm("d1", catalogue, world.ports);
  form.setSlip("YC-X260210-3001K", "");
  form.state.visit.visitor.name = "单巧云";
  await form.register();
  form.setSlip("", "");
  expect(world.visits[0]).toMatchObject({ slipNumber: "YC-X260210-3001K", receivedAt: "" });

  const other = newForm("d2", catalogue, world.ports);
  other.state.visit.visitor.name = "单巧云";
  expect(other.state.visit.receivedAt).toBe("2026-02-10T09:50:00+08:00");
  other.setSlip("YC-X260210-3001K", "2026-02-09T16:05:00+08:00");
  expect(other.state.visit.receivedAt).toBe("2026-02-09T16:05:00+08:00");
  other.setSlip("", "2026-02-09T16:05:00+08:00");
  expect(other.state.visit).toMatchObject({ slipNumber: "", receivedAt: "2026-02-10T09:50:00+08:00" });
});
