import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { computed, ref, shallowRef } from "vue";

import { connect } from "../../shared/call";
import { beginSession, lockDesk } from "../../shared/session";
import type { ProcedureStep, Session } from "../../shared/wire";
import ProcedureForm from "./ProcedureForm.vue";
import { findStep, stepDraftId, type KeptStep } from "./stepDraft";
import type { TicketStore } from "./store";
import { samplePage } from "./testing";

const SESSION = {
  accountId: "0197b2a0-0000-7000-8000-0000000000ff", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: [], windows: [],
  mustChangePassword: false, lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const STEP: ProcedureStep = {
  code: "opponent_reply", name: "对方答复", own: false, whose: "对方", offered: true, next: false, reasonCode: "", reason: "", hint: "", locked: false, times: 0,
  fields: [{ code: "result", label: "答复内容", hint: "", kind: "long_text", choices: [], min: 0, max: 0, required: "always", otherField: "", otherValue: "" }],
  basis: "", unverified: false,
};
const DRAFT = stepDraftId("t1", SESSION.accountId);
let asked: Array<{ command: string; args: Record<string, unknown> }>;
let kept: Record<string, string>;

beforeEach(async () => {
  asked = [];
  kept = {};
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    if (command === "save_draft") kept[String(args.id)] = String(args.content);
    if (command === "discard_draft") kept = Object.fromEntries(Object.entries(kept).filter(([draft]) => draft !== args.id));
    const answers: Record<string, unknown> = {
      list_drafts: { drafts: Object.keys(kept).map((draft) => ({ id: draft, title: "", savedAt: "" })) },
      open_draft: { id: args.id, title: "", content: kept[String(args.id)] ?? "", savedAt: "" },
      save_draft: { id: args.id, title: "", savedAt: "" },
    };
    return JSON.stringify({ id, ok: answers[command] ?? { windows: [], today: "2026-02-10", now: "2026-02-10T15:20:00+08:00" } });
  });
  await beginSession(SESSION);
});
afterEach(() => {
  document.body.innerHTML = "";
});

function store(): TicketStore {
  return {
    id: "t1", page: shallowRef(null), loading: ref(false), refusal: shallowRef(null), running: ref(false), changeRefusal: shallowRef(null),
    meanwhile: shallowRef(null), version: computed(() => "1"), load: async () => undefined, goOn: async () => true, letGo: () => undefined, forget: () => undefined,
    async change(work) {
      await work("1");
      return true;
    },
  };
}

async function open(restored: KeptStep | null, version = "1") {
  const form = mount(ProcedureForm, { attachTo: document.body, props: { store: store(), page: samplePage({ version }), step: STEP, kept: restored } });
  await flushPromises();
  return form;
}

it("keeps unsent answers when the screen locks, gives them back to the ticket, and lets them go once sent", async () => {
  const form = await open(null);
  await form.get("textarea").setValue("愿意付一半");
  await lockDesk();
  form.unmount();
  expect(Object.keys(kept)).toEqual([DRAFT]);

  await beginSession(SESSION);
  expect(await findStep("t2", SESSION.accountId)).toBeNull();
  const found = await findStep("t1", SESSION.accountId);
  expect(found).toMatchObject({ step: "opponent_reply", version: "1", answers: { result: "愿意付一半" } });
  const again = await open(found, "3");
  expect(again.get("textarea").element.value).toBe("愿意付一半");
  expect(again.get("[role=status]").text()).toContain("办件有变化");
  await again.get("form").trigger("submit");
  await flushPromises();
  expect(asked.find((one) => one.command === "take_step")?.args).toMatchObject({ values: [{ field: "result", value: "愿意付一半" }] });
  expect(kept).toEqual({});
  again.unmount();
});

it("keeps nothing of a form that was left untouched or given up", async () => {
  const untouched = await open(null);
  await lockDesk();
  untouched.unmount();
  expect(kept).toEqual({});

  await beginSession(SESSION);
  const form = await open({ ticketId: "t1", step: "opponent_reply", version: "1", day: "2026-02-10", answers: { result: "甲" }, moments: {} });
  kept[DRAFT] = "{}";
  await form.get("button.txt").trigger("click");
  await flushPromises();
  expect(kept).toEqual({});
  form.unmount();
});
