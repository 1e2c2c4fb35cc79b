import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { handleKey } from "../../shared/keys";
import { beginSession } from "../../shared/session";
import type { PaperKind, PaperView, Session } from "../../shared/wire";
import BatchDialog from "./BatchDialog.vue";

const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: ["print_paper", "view_cases"], windows: [],
  mustChangePassword: false, lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;

function kind(code: string, name: string, blanks: string[]): PaperKind {
  return {
    code, name, group: "legal_aid", groupName: "", windows: ["legal_aid"], must: true, copies: [], basis: [], large: "", frame: false, paper: "a4",
    blanks: blanks.map((blank) => ({ code: blank, name: blank, keys: [], green: false })),
  };
}

const KINDS = [kind("grant", "决定书", ["agency", "serial"]), kind("rights", "告知书", []), kind("assign", "指派通知书", ["agency", "serial"]), kind("power", "委托书", ["agent"])];
const PAPERS: PaperView[] = KINDS.map((each) => ({
  form: each.code, name: each.name, must: true, state: "missing", instead: "", stepName: "决定给予", due: true, count: 0, repeats: false, lastAt: "", lastBy: "",
}));
let asked: Array<{ command: string; args: Record<string, unknown> }>;

beforeEach(async () => {
  asked = [];
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const before = args.form === "assign" ? [{ field: "serial", value: "8" }] : [];
    const answers: Record<string, unknown> = {
      first_texts: { filled: before, shared: ["agency"] },
      issue_batch: { pdf: "", pages: 3, count: 1, sha256: "", number: "", fileName: "文书.pdf", notes: [] },
    };
    const rest = { windows: [], papers: KINDS, kinds: [], printer: "", today: "2026-02-12", now: "2026-02-12T09:00:00+08:00" };
    return JSON.stringify({ id, ok: answers[command] ?? rest });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
});
afterEach(() => {
  document.body.innerHTML = "";
});

async function press(key: string, code = key): Promise<void> {
  handleKey(new KeyboardEvent("keydown", { key, code, ctrlKey: key === "s", cancelable: true }));
  await flushPromises();
}

function heading(): string {
  return document.querySelector(".batch-fill h3")?.textContent ?? "";
}

async function type(label: string, text: string): Promise<void> {
  const labels = [...document.querySelectorAll(".batch-fill label")];
  const input = document.getElementById(labels.find((each) => each.textContent?.includes(label))?.getAttribute("for") ?? "");
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`);
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await flushPromises();
}

function batch(): unknown {
  return asked.find(({ command }) => command === "issue_batch")?.args.prints;
}

it("asks for the blanks of one paper after the other, and a paper left out takes nothing of the others away", async () => {
  mount(BatchDialog, { attachTo: document.body, props: { ticketId: "t1", papers: PAPERS } });
  await flushPromises();
  await press("s", "KeyS");
  expect(heading()).toBe("决定书");
  await type("agency", "云川县法律援助中心");
  await type("serial", "7");
  await press("F9");
  expect(heading()).toBe("指派通知书");
  await press("Escape");
  expect(heading()).toBe("决定书");
  await press("F9");
  await press("F9");
  expect(heading()).toBe("委托书");
  await press("F7");
  expect(heading()).toBe("");
  expect(batch()).toEqual([
    { form: "grant", filled: [{ field: "agency", value: "云川县法律援助中心" }, { field: "serial", value: "7" }] },
    { form: "rights", filled: [] },
    { form: "assign", filled: [{ field: "agency", value: "云川县法律援助中心" }, { field: "serial", value: "8" }] },
  ]);
});

it("prints nothing before every blank was shown, and goes back to the choice when nothing is left", async () => {
  const one = PAPERS.filter((paper) => paper.form === "power");
  mount(BatchDialog, { attachTo: document.body, props: { ticketId: "t1", papers: one } });
  await flushPromises();
  await press("s", "KeyS");
  expect(batch()).toBeUndefined();
  await press("F7");
  expect(heading()).toBe("");
  expect(document.querySelector<HTMLInputElement>(".batch input[type=checkbox]")?.checked).toBe(false);
  expect(batch()).toBeUndefined();
});
