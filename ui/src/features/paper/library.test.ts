import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { beginSession } from "../../shared/session";
import type { IssuedPaper, Session } from "../../shared/wire";
import PaperLibrary from "./PaperLibrary.vue";
import VerifyScreen from "./VerifyScreen.vue";

const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: ["print_paper", "view_cases"], windows: [],
  mustChangePassword: false, lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const PAPER = {
  number: "YC-P260210-3001K", form: "aid_grant", name: "给予法律援助决定书", edition: "2013", count: 1, pages: 1, sha256: "ab".repeat(32),
  issuedAt: "2026-02-10T09:54:00+08:00", issuedBy: "姚素琴", siteName: "云川县", printer: "窗口一", ticketId: "t1", ticketNumber: "YC-Y260210-3014K",
  state: "standing", followedBy: 0, voidReason: "", voidBy: "", voidAt: "", copies: 2, awaits: false,
  deliveries: [{
    wayName: "直接送达", day: "2026-02-11", place: "", receiverName: "单巧云", relationName: "受送达人本人", reason: "", witness: "", evidence: "",
    note: "", recordedAt: "2026-02-11T09:00:00+08:00", recordedBy: "姚素琴",
  }],
} satisfies IssuedPaper;
const VOID = { ...PAPER, number: "YC-P260210-3002B", state: "void", voidReason: "日期写错", voidBy: "姚素琴", voidAt: "2026-02-11T09:00:00+08:00", deliveries: [] };
let asked: Array<{ command: string; args: Record<string, unknown> }>;

beforeEach(async () => {
  asked = [];
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const check = { verdict: "standing", sentence: "是本系统出具的给予法律援助决定书，第 1 次打印，记录在案。", code: PAPER.number, papers: [PAPER] };
    const unknown = { verdict: "unknown", sentence: "这台电脑没有这份文书的记录。", code: "YC-P260210-3009P", papers: [] };
    const ways = [{ code: "direct", name: "直接送达", keys: [], green: false }, { code: "left", name: "留置送达", keys: [], green: false }];
    const answers: Record<string, unknown> = {
      list_papers: { papers: [VOID, PAPER] },
      verify_paper: args.code === PAPER.number ? check : unknown,
      deliver_papers: { step: "送达决定书", starts: true },
    };
    const rest = { windows: [], deliveryWays: ways, deliveryReceivers: [], papers: [], today: "2026-02-12", now: "2026-02-12T09:00:00+08:00" };
    return JSON.stringify({ id, ok: answers[command] ?? rest });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
});
afterEach(() => {
  document.body.innerHTML = "";
});

it("lists issued papers with what became of them and offers what stands for delivery", async () => {
  const props = { ticketId: "t1", personId: "", version: "1", addressee: "单巧云" };
  const library = mount(PaperLibrary, { attachTo: document.body, props });
  await flushPromises();
  const lines = library.findAll(".issued li").map((line) => line.text());
  expect(lines[0]).toContain("已作废");
  expect(lines[1]).toContain("YC-P260210-3001K");
  expect(lines[1]).toContain("补打 2 次");
  expect(lines[1]).toContain("2026-02-11 直接送达 单巧云（受送达人本人）");
  await library.find(".ph button").trigger("click");
  await flushPromises();
  const ticks = [...document.querySelectorAll<HTMLInputElement>(".deliver input[type=checkbox]")];
  expect(ticks.map((tick) => tick.value)).toEqual([PAPER.number]);
  library.unmount();
});

it("says whether a code is one of ours", async () => {
  const screen = mount(VerifyScreen, { attachTo: document.body });
  await flushPromises();
  const input = screen.find("input");
  await input.setValue(PAPER.number);
  await screen.find("form").trigger("submit");
  await flushPromises();
  expect(screen.find(".verdict").text()).toContain("真实有效");
  expect(screen.find(".verdict").text()).toContain(PAPER.sha256);
  await input.setValue("YC-P260210-3009P");
  await screen.find("form").trigger("submit");
  await flushPromises();
  expect(screen.find(".verdict").text()).toContain("没有记录");
  expect(screen.find(".verdict dl").exists()).toBe(false);
  screen.unmount();
});
