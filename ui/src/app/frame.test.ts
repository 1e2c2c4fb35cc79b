import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { searchFor } from "../features/search/find";
import { connect } from "../shared/call";
import { useMachine } from "../shared/machine";
import { say } from "../shared/message";
import { place } from "../shared/router";
import { desk } from "../shared/session";
import App from "./App.vue";

const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: ["register_visit"], windows: [],
  mustChangePassword: false, lockAfterMinutes: 5, siteName: "云川县公共法律服务中心", deskName: "3号窗口机", tier: "centre", largePrint: false,
};
const HOME = {
  tiles: [], tasks: [], taskCount: 0, conflicts: [], conflictCount: 0, calendarNote: "", lastBackup: "", draftCount: 0, ratingTaskCount: 0, mySupervisions: 0, supervisions: 0,
};
let stage: string;
let session: typeof SESSION;
let asked: string[];
let app: VueWrapper;

beforeEach(() => {
  vi.useFakeTimers();
  stage = "locked";
  session = { ...SESSION };
  asked = [];
  desk.status = null;
  desk.session = null;
  desk.locked = false;
  window.location.hash = "";
  const never = (): Promise<never> => Promise.reject(new Error("no machine in this test"));
  useMachine({
    openRating: never, closeRating: never, listPrinters: never, listTrays: never, printPaper: never, savePaper: never, choosePackage: never, chooseFolder: never,
    listSticks: never, saveCard: never,
  });
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: { login?: string } };
    asked.push(command);
    const answers: Record<string, unknown> = {
      status: {
        stage, siteName: SESSION.siteName, programVersion: "0.1.0", today: "2026-02-10", now: "2026-02-10T15:20:00+08:00", waitSeconds: 0, deskName: "",
      },
      log_in: { ...session, login: args.login },
      catalogue: { windows: [], groups: [], ticketStates: [], ratingLevels: [], roles: [], papers: [] },
      home: HOME,
      lock: {},
      sweep: { opened: 0, raised: 0 },
      hall_state: { folder: "", store: { endpoint: "", bucket: "", prefix: "", region: "", keyId: "", plain: false }, seconds: 5, stage: "off", trouble: "", troubleText: "", troubleHint: "", roundAt: "", arrivals: 0, peers: [] },
      exchange_now: { doing: "", done: 0, total: 0, waitingFiles: 2, conflicts: 1 },
    };
    const ok = answers[command];
    if (ok === undefined) return JSON.stringify({ id, error: { code: "session.locked", kind: "state", message: "已锁屏", hint: "", field: "" } });
    return JSON.stringify({ id, ok });
  });
});
afterEach(() => {
  app.unmount();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

async function settle(): Promise<void> {
  await flushPromises();
  await vi.dynamicImportSettled();
  await flushPromises();
}

async function open(): Promise<void> {
  app = mount(App, { attachTo: document.body });
  await settle();
  await logIn();
}

async function logIn(): Promise<void> {
  for (const input of document.querySelectorAll<HTMLInputElement>(".door input")) {
    input.value = input.type === "password" ? "abcdefg1" : "yao";
    input.dispatchEvent(new Event("input"));
  }
  await flushPromises();
  document.querySelector(".door form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settle();
}

function press(key: string): void {
  window.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true }));
}

describe("the frame", () => {
  it("opens 工作台 after the login", async () => {
    await open();
    expect(place.screen?.path).toBe("/");
    expect(document.querySelector(".head h1")?.textContent).toBe("工作台");
    expect(document.querySelector(".door")).toBeNull();
    expect(document.querySelector(".rail .count")).toBeNull();
  });
  it("counts beside 交换 what waits for somebody there, for those who may exchange", async () => {
    session.rights = ["exchange"];
    await open();
    expect(document.querySelector(".rail .count")?.textContent).toBe("等人处理3");
  });
  it("locks itself after the minutes of the house without a sign of life", async () => {
    await open();
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    window.dispatchEvent(new Event("pointermove"));
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(desk.locked).toBe(false);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(desk.locked).toBe(true);
    expect(asked).toContain("lock");
    expect(document.querySelector(".app")).toBeNull();
    expect(document.querySelector(".door")).not.toBeNull();
  });
  it("holds nothing of a case while it is locked, and comes back to the same place for who unlocks it", async () => {
    await open();
    window.location.hash = "/search";
    window.dispatchEvent(new Event("hashchange"));
    await settle();
    searchFor.value = "查永顺";
    say("YC-Z260210-1001 已保存");
    await settle();
    expect(document.body.textContent).toContain("YC-Z260210-1001");
    press("F12");
    await settle();
    expect(searchFor.value).toBe("");
    expect(document.body.textContent).not.toContain("YC-Z260210-1001");
    expect(document.querySelector(".app")).toBeNull();
    await logIn();
    expect(place.screen?.path).toBe("/search");
    expect(document.querySelector(".app")).not.toBeNull();
    press("F12");
    await settle();
    session = { ...SESSION, accountId: "s2", name: "骆以安" };
    await logIn();
    expect(place.screen?.path).toBe("/");
  });
  it("goes nowhere by key while it is locked", async () => {
    await open();
    press("F12");
    await settle();
    press("F2");
    press("F1");
    await settle();
    expect(window.location.hash).not.toContain("intake");
    expect(document.querySelector(".keyhelp")).toBeNull();
  });
  it("locks when the desk below has locked first", async () => {
    await open();
    window.location.hash = "/tickets";
    window.dispatchEvent(new Event("hashchange"));
    await settle();
    expect(desk.locked).toBe(true);
  });
  it("shows all keys with F1 and goes back with Esc", async () => {
    await open();
    press("F1");
    await settle();
    expect(document.querySelector(".keyhelp")?.textContent).toContain("锁屏");
    press("Escape");
    await settle();
    expect(document.querySelector(".keyhelp")).toBeNull();
  });
  it("writes larger with F11, on the lock page too", async () => {
    await open();
    press("F11");
    await settle();
    expect(document.documentElement.classList.contains("large")).toBe(true);
    press("F12");
    await settle();
    press("F11");
    await settle();
    expect(document.documentElement.classList.contains("large")).toBe(false);
  });
});
