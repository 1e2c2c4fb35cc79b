import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { desk, readStatus } from "../../shared/session";
import LockPage from "./LockPage.vue";
import LoginPage from "./LoginPage.vue";

const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: [], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县公共法律服务中心", deskName: "3号窗口机", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
};
const STATUS = {
  stage: "locked", siteName: "云川县公共法律服务中心", programVersion: "0.1.0", today: "2026-02-10", now: "2026-02-10T15:20:00+08:00",
  waitSeconds: 0, deskName: "3号窗口机",
};
let asked: Array<{ command: string; request: Record<string, string> }> = [];
let waitSeconds = 0;

beforeEach(async () => {
  asked = [];
  waitSeconds = 0;
  connect(async (line) => {
    const { id, command, args: request } = JSON.parse(line) as { id: number; command: string; args: Record<string, string> };
    asked.push({ command, request });
    if (command === "status") return JSON.stringify({ id, ok: { ...STATUS, waitSeconds } });
    if (command === "log_in" && request.password !== "abcdefg1") {
      waitSeconds = 60;
      return JSON.stringify({ id, error: { code: "login.wrong", kind: "slip", message: "账号或密码不对", hint: "", field: "" } });
    }
    return JSON.stringify({ id, ok: command === "log_in" ? SESSION : {} });
  });
  desk.session = null;
  desk.locked = false;
  await readStatus();
});
afterEach(() => {
  document.body.innerHTML = "";
});

describe("the login", () => {
  it("opens the desk and asks for the catalogue", async () => {
    const page = mount(LoginPage, { attachTo: document.body });
    const [login, password] = page.findAll("input");
    await login?.setValue("yao");
    await password?.setValue("abcdefg1");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(desk.session?.name).toBe("姚素琴");
    expect(asked.map((one) => one.command)).toContain("catalogue");
    page.unmount();
  });
  it("says what was refused, empties the password and makes the clerk wait as long as the desk does", async () => {
    const page = mount(LoginPage, { attachTo: document.body });
    const [login, password] = page.findAll("input");
    await login?.setValue("yao");
    await password?.setValue("wrong-one");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(desk.session).toBeNull();
    expect(password?.element.value).toBe("");
    expect(page.get(".waitline").text()).toContain("60");
    await password?.setValue("abcdefg1");
    expect(page.get("button[type=submit]").attributes("disabled")).toBeDefined();
    page.unmount();
  });
});

describe("the lock page", () => {
  it("shows the house and the time and nothing of a case", () => {
    desk.session = { ...SESSION };
    desk.locked = true;
    const page = mount(LockPage, { attachTo: document.body });
    expect(page.text()).toContain("云川县公共法律服务中心");
    expect(page.text()).toContain("15:20");
    page.unmount();
  });
  it("unlocks with the password of who locked it", async () => {
    desk.session = { ...SESSION };
    desk.locked = true;
    const page = mount(LockPage, { attachTo: document.body });
    await page.get("input").setValue("abcdefg1");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(desk.locked).toBe(false);
    expect(asked.find((one) => one.command === "log_in")?.request.login).toBe("yao");
    page.unmount();
  });
  it("lets somebody else begin with an empty desk", async () => {
    desk.session = { ...SESSION };
    desk.locked = true;
    const page = mount(LockPage, { attachTo: document.body });
    await page.findAll("button").at(-1)?.trigger("click");
    expect(desk.session).toBeNull();
    page.unmount();
  });
});
