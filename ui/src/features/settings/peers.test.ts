import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { connect } from "../../shared/call";
import { handleKey } from "../../shared/keys";
import { useMachine } from "../../shared/machine";
import { result } from "../../shared/message";
import { beginSession } from "../../shared/session";
import type { DeskCard, Session } from "../../shared/wire";
import { sampleBoard, samplePeer } from "../exchange/testing";
import PeersPage from "./PeersPage.vue";

const SESSION = {
  accountId: "s1", login: "admin", name: "庄可欣", role: "admin", roleName: "管理员", rights: ["manage_settings"], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const CARD: DeskCard = {
  text: "FCC1-ABCDEF-123456", fingerprint: "4821 0937 5566", siteName: "云川县中心", segment: "YC", tier: "centre", deskName: "3号窗口机", mark: "Y", device: "1",
  relation: "", enrolled: false,
};
const THEIRS: DeskCard = { ...CARD, text: "FCC1-THEIRS", fingerprint: "7001 2233 4455", siteName: "双河镇工作站", segment: "SH", device: "13", relation: "subordinate" };
const NEEDED = { code: "second.needed", kind: "right", message: "这一步要两个人一起做", hint: "", field: "second" };
let asked: Array<{ command: string; args: Record<string, unknown>; second?: unknown }>;
let page: VueWrapper;
let kept: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  kept = [];
  const never = (): Promise<never> => Promise.reject(new Error("no machine in this test"));
  useMachine({
    openRating: never, closeRating: never, listPrinters: never, listTrays: never, printPaper: never, savePaper: never, choosePackage: never, chooseFolder: never, listSticks: never,
    saveCard: async (card) => {
      kept.push(card.text);
      return card.fileName;
    },
  });
  connect(async (line) => {
    const { id, command, args, second } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown>; second?: unknown };
    asked.push({ command, args, second });
    const peers = [
      samplePeer({ device: "11", deskName: "1号机", state: "frozen", stateReason: "同一编号下有两条不同的记录" }),
      samplePeer({ device: "12", deskName: "2号机" }),
      samplePeer({ device: "9", siteName: "红岩乡工作站", segment: "HY", state: "revoked" }),
    ];
    const ok: Record<string, unknown> = {
      status: { today: "2026-02-10", now: "2026-02-10T15:05:00+08:00" }, catalogue: { windows: [] }, exchange_board: sampleBoard(peers), own_card: CARD, read_card: THEIRS,
      enrol_peer: { ...THEIRS, enrolled: true }, revoke_peer: {}, thaw_peer: {}, renew_device_keys: { ...CARD, fingerprint: "9999 0000 1111" },
    };
    const two = ["enrol_peer", "revoke_peer", "thaw_peer", "renew_device_keys"].includes(command);
    return JSON.stringify(two && second === undefined ? { id, error: NEEDED } : { id, ok: ok[command] });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
  page = mount(PeersPage, { attachTo: document.body });
  await settle();
});
afterEach(() => {
  page.unmount();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

async function settle(): Promise<void> {
  await flushPromises();
  await vi.advanceTimersByTimeAsync(60);
  await flushPromises();
}

async function press(key: string): Promise<void> {
  (document.activeElement as HTMLElement | null)?.blur();
  handleKey(new KeyboardEvent("keydown", { key }));
  await settle();
}

/** Names the second person the desk asked for, and tries again. */
async function withSecond(): Promise<void> {
  const [login, password] = page.findAll(".second input");
  await login?.setValue("zhuren");
  await password?.setValue("abcdefg1");
  await press("F8");
}

it("shows the own card to hand over, and keeps it as a file", async () => {
  expect(page.text()).toContain("4821 0937 5566");
  await page.findAll("button").find((button) => button.text() === "存成文件")?.trigger("click");
  await settle();
  expect(kept).toEqual(["FCC1-ABCDEF-123456"]);
  expect(result.value?.text).toContain("名片-云川县中心-3号窗口机");
});

it("a desk is enrolled by its card and the code its side reads out, by two persons", async () => {
  await press("n");
  await page.get("textarea").setValue("fcc1 theirs");
  await page.get("textarea").trigger("change");
  await settle();
  expect(page.get(".peer-card").text()).toContain("双河镇工作站");
  // The code of the card is not shown: it has to come from the other side.
  expect(page.text()).not.toContain("7001 2233 4455");
  await press("F8");
  expect(asked.some((one) => one.command === "enrol_peer")).toBe(false);
  await page.get(".peer-code input").setValue("7001 2233 4455");
  await press("F8");
  await withSecond();
  const sent = asked.filter((one) => one.command === "enrol_peer");
  expect(sent).toEqual([
    { command: "enrol_peer", args: { card: "fcc1 theirs", fingerprint: "7001 2233 4455" }, second: undefined },
    { command: "enrol_peer", args: { card: "fcc1 theirs", fingerprint: "7001 2233 4455" }, second: { login: "zhuren", password: "abcdefg1" } },
  ]);
  expect(result.value?.text).toContain("双河镇工作站");
  expect(page.find(".second").exists()).toBe(false);
});

it("a lost desk is given up with a reason and the one that goes on in its place", async () => {
  await press("x");
  await press("F8");
  expect(asked.some((one) => one.command === "revoke_peer" || one.command === "thaw_peer")).toBe(false);
  const inputs = page.findAll(".formcol form input");
  await inputs[0]?.setValue("电脑被盗");
  await inputs[1]?.setValue("2号机");
  await inputs[1]?.trigger("keydown", { key: "Enter" });
  await press("F8");
  await withSecond();
  expect(asked.filter((one) => one.command === "revoke_peer").at(-1)?.args).toEqual({ device: "11", reason: "电脑被盗", successor: "12" });
});

it("a frozen desk is heard again after somebody looked into it; others have nothing to thaw", async () => {
  await press("r");
  await page.get(".formcol form input").setValue("复制的那台已销毁");
  await press("F8");
  await withSecond();
  expect(asked.filter((one) => one.command === "thaw_peer").at(-1)?.args).toEqual({ device: "11", reason: "复制的那台已销毁" });
  await press("ArrowDown");
  await press("r");
  expect(page.find(".formcol form").exists()).toBe(false);
});

it("new keys show a new card", async () => {
  await page.findAll("button").find((button) => button.text() === "换本机密钥")?.trigger("click");
  await settle();
  await press("F8");
  await withSecond();
  expect(page.text()).toContain("9999 0000 1111");
});
