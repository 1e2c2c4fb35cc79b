import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { useMachine } from "../../shared/machine";
import { beginSession } from "../../shared/session";
import type { HallPeer, HallState, HallStore, Session } from "../../shared/wire";
import HallLine from "./HallLine.vue";
import HallSection from "./HallSection.vue";
import { agoWords, blankStore, hallWords, placeOf, secretServes } from "./lib";

const NOW = "2026-02-10T15:05:00+08:00";
const SESSION = {
  accountId: "s1", login: "admin", name: "庄可欣", role: "admin", roleName: "管理员", rights: ["manage_settings"], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;

const peer = (more: Partial<HallPeer> = {}): HallPeer => ({
  device: "2", siteName: "云川县中心", deskName: "4号窗口机", awake: true, heardAt: "2026-02-10T15:04:00+08:00", waiting: 0, troubleText: "", troubleHint: "", ...more,
});
const state = (more: Partial<HallState> = {}): HallState => ({
  folder: "/mnt/大厅", store: { ...blankStore(), prefix: "" }, seconds: 5, stage: "good", trouble: "", troubleText: "", troubleHint: "", roundAt: "2026-02-10T15:04:58+08:00", arrivals: 0,
  peers: [peer(), peer({ device: "3", deskName: "5号窗口机", awake: false, waiting: 12 })], ...more,
});

const refusal = (code: string, field: string) => ({ code, kind: "slip", message: "没有接受", hint: "核对", field });

const STORE: HallStore = { endpoint: "https://oss.example.cn", bucket: "yunchuan", prefix: "hall", region: "us-east-1", keyId: "AKYC2026", plain: false };

describe("words of the hall", () => {
  it("says how long ago something was", () => {
    expect(agoWords("2026-02-10T15:04:30+08:00", NOW)).toBe("刚刚");
    expect(agoWords("2026-02-10T14:20:00+08:00", NOW)).toBe("45 分钟前");
    expect(agoWords("2026-02-10T09:00:00+08:00", NOW)).toBe("6 小时前");
    expect(agoWords("", NOW)).toBe("");
  });

  it("counts this computer among those that are awake, and says what is wrong first", () => {
    expect(hallWords(state(), NOW)).toEqual({ kind: "ok", text: "大厅：正常，2 台在线，刚刚", hint: "" });
    expect(hallWords(state({ stage: "off" }), NOW)).toBeNull();
    expect(hallWords(state({ stage: "starting", roundAt: "" }), NOW)?.kind).toBe("quiet");
    const gone = state({ stage: "trouble", troubleText: "找不到共享文件夹", troubleHint: "检查网线" });
    expect(hallWords(gone, NOW)).toEqual({ kind: "bad", text: "大厅：找不到共享文件夹", hint: "检查网线" });
    const unread = state({ peers: [peer({ troubleText: "文件不完整", troubleHint: "稍等" })] });
    expect(hallWords(unread, NOW)?.text).toBe("大厅：4号窗口机，文件不完整");
  });
});

describe("the place of the hall", () => {
  it("is a folder, a store or none", () => {
    expect(placeOf(null)).toBeNull();
    expect(placeOf(state())).toBe("folder");
    expect(placeOf(state({ folder: "" }))).toBeNull();
    expect(placeOf(state({ folder: "", store: STORE }))).toBe("store");
  });

  it("keeps a secret for the same key at the same address and bucket only", () => {
    expect(secretServes(STORE, STORE)).toBe(true);
    expect(secretServes({ ...STORE, endpoint: "https://oss.example.cn/", prefix: "else" }, STORE)).toBe(true);
    expect(secretServes({ ...STORE, keyId: "AKOTHER" }, STORE)).toBe(false);
    expect(secretServes({ ...STORE, endpoint: "https://example.cn" }, STORE)).toBe(false);
    expect(secretServes(blankStore(), { ...blankStore(), prefix: "" })).toBe(false);
  });
});

describe("the hall on screen", () => {
  let asked: Array<{ command: string; args: Record<string, unknown> }>;
  let now: HallState;
  let refused: ReturnType<typeof refusal> | null;
  let page: VueWrapper;

  beforeEach(async () => {
    asked = [];
    now = state();
    refused = null;
    const never = (): Promise<never> => Promise.reject(new Error("no machine in this test"));
    useMachine({
      openRating: never, closeRating: never, listPrinters: never, listTrays: never, printPaper: never, savePaper: never, choosePackage: never, listSticks: never, saveCard: never,
      chooseFolder: async () => "/mnt/新大厅",
    });
    connect(async (line) => {
      const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
      asked.push({ command, args });
      if (command === "set_hall_store" && refused !== null && !(refused.code === "hall.store_unreached" && args.unreached === true)) return JSON.stringify({ id, error: refused });
      if (command === "set_hall_store") now = { ...now, folder: "", store: args.store as HallStore, seconds: Number(args.seconds), stage: "starting" };
      if (command === "set_hall") now = { ...now, folder: String(args.folder), store: { ...blankStore(), prefix: "" }, seconds: Number(args.seconds), stage: args.folder === "" ? "off" : "starting" };
      const ok: Record<string, unknown> = { status: { today: "2026-02-10", now: NOW }, catalogue: { windows: [] }, hall_state: now, set_hall: now, set_hall_store: now };
      return JSON.stringify({ id, ok: ok[command] });
    });
    await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
  });
  afterEach(() => page.unmount());

  async function show(what: typeof HallLine | typeof HallSection): Promise<void> {
    page = mount(what, { attachTo: document.body });
    await flushPromises();
  }

  it("says in the frame that all is well, and what to do when it is not", async () => {
    await show(HallLine);
    const line = page.get("[role=status]");
    expect(line.text()).toBe("大厅：正常，2 台在线，刚刚");
    page.unmount();
    now = state({ stage: "trouble", troubleText: "找不到共享文件夹", troubleHint: "检查网线" });
    await show(HallLine);
    expect(page.get("[role=status]").classes()).toContain("bad");
    expect(page.get("[role=status]").attributes("title")).toBe("检查网线");
  });

  it("shares the folder that was chosen, and no longer", async () => {
    await show(HallSection);
    expect(page.findAll("tbody tr").map((row) => row.text())).toEqual(["4号窗口机在线2月10日 15:04无", "5号窗口机未开机或断网2月10日 15:0412 条"]);
    const press = async (name: string): Promise<void> => {
      await page.findAll("button").find((one) => one.text() === name)?.trigger("click");
    };
    await press("选择");
    await flushPromises();
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(asked.findLast((one) => one.command === "set_hall")?.args).toEqual({ folder: "/mnt/新大厅", seconds: 5 });
    await press("停用");
    await flushPromises();
    expect(asked.findLast((one) => one.command === "set_hall")?.args).toEqual({ folder: "", seconds: 5 });
  });

  it("does not send an interval that is none", async () => {
    await show(HallSection);
    await page.get("input[maxlength='2']").setValue("2");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(asked.some((one) => one.command === "set_hall")).toBe(false);
    expect(page.text()).toContain("3 至 30 之间的整数");
  });

  async function fillIn(label: string, value: string): Promise<void> {
    const found = page.findAll("label").find((one) => one.text().startsWith(label));
    await page.get(`[id="${found?.attributes("for") ?? ""}"]`).setValue(value);
  }

  it("shares an object store, and asks for the secret once", async () => {
    await show(HallSection);
    await page.get("input[value=store]").setValue();
    await fillIn("地址", "https://oss.example.cn");
    await fillIn("桶", "yunchuan");
    await fillIn("密钥编号", "AKYC2026");
    await fillIn("访问密钥", "geheim");
    expect(page.text()).toContain("保存后不再显示");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(asked.findLast((one) => one.command === "set_hall_store")?.args).toEqual({ store: { ...STORE, region: "" }, secret: "geheim", seconds: 5, unreached: false });
    expect(page.get<HTMLInputElement>("input[type=password]").element.value).toBe("");
    expect(page.text()).toContain("已保存；不换不用填");
    await page.findAll("button").find((one) => one.text() === "停用")?.trigger("click");
    await flushPromises();
    expect(asked.findLast((one) => one.command === "set_hall")?.args).toEqual({ folder: "", seconds: 5 });
    expect(page.find("input[type=password]").exists()).toBe(false);
  });

  async function fillStore(): Promise<void> {
    await page.get("input[value=store]").setValue();
    await fillIn("地址", "https://oss.example.cn");
    await fillIn("桶", "yunchuan");
    await fillIn("密钥编号", "AKYC2026");
    await fillIn("访问密钥", "geheim");
    await page.get("form").trigger("submit");
    await flushPromises();
  }
  const typed = (): string[] => page.findAll<HTMLInputElement>(".f input:not([type=radio]):not([type=checkbox])").map((one) => one.element.value);

  it("shows at the field what the store was refused for, goes there and keeps what was typed", async () => {
    await show(HallSection);
    for (const [field, label] of [["store.endpoint", "地址"], ["store.bucket", "桶"], ["store.prefix", "前缀"], ["store.key_id", "密钥编号"], ["secret", "访问密钥"]] as const) {
      refused = refusal("hall.store_any", field);
      await fillStore();
      const wrong = page.findAll(".f.wrong");
      expect(wrong.map((one) => one.get("label").text())).toEqual([label]);
      expect(wrong[0]?.text()).toContain("没有接受。核对");
      expect(document.activeElement).toBe(wrong[0]?.get("input").element);
      expect(typed()).toEqual(["https://oss.example.cn", "", "yunchuan", "hall", "AKYC2026", "geheim", "5"]);
      expect(page.text()).not.toContain("仍然保存");
    }
    refused = refusal("hall.store_clock", "");
    await fillStore();
    expect(page.get("[role=alert]").text()).toContain("没有接受");
  });

  it("keeps a store that is not reached now when the clerk says so", async () => {
    await show(HallSection);
    refused = refusal("hall.store_unreached", "store.endpoint");
    await fillStore();
    expect(now.store.endpoint).toBe("");
    await page.findAll("button").find((one) => one.text() === "仍然保存")?.trigger("click");
    await flushPromises();
    expect(asked.findLast((one) => one.command === "set_hall_store")?.args.unreached).toBe(true);
    expect(now.store.endpoint).toBe("https://oss.example.cn");
    expect(page.text()).not.toContain("仍然保存");
  });

  it("says that a store is being tried", async () => {
    await show(HallSection);
    await page.get("input[value=store]").setValue();
    await page.get("form").trigger("submit");
    expect(page.text()).toContain("正在试连对象存储");
    await flushPromises();
    expect(page.text()).not.toContain("正在试连对象存储");
  });

  it("is clean for a screen reader", async () => {
    for (const store of [undefined, STORE]) {
      if (store !== undefined) {
        page.unmount();
        now = state({ folder: "", store });
      }
      await show(HallSection);
      const { violations } = await axe.run(page.element, { rules: { region: { enabled: false } } });
      expect(violations.map((one) => one.id)).toEqual([]);
    }
  });
});
