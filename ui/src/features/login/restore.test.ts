import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { desk } from "../../shared/session";
import type { Session, Status } from "../../shared/wire";
import ElsewherePage from "./ElsewherePage.vue";
import { backupChoices } from "./restore";
import RestorePage from "./RestorePage.vue";

const STATUS: Status = {
  stage: "damaged", siteName: "云川县公共法律服务中心", programVersion: "0.1.0", today: "2026-02-10", now: "2026-02-10T15:20:00+08:00",
  waitSeconds: 0, deskName: "3号窗口机", trouble: "storage.damaged", troubleText: "数据库文件已损坏", troubleHint: "",
};
const SESSION: Session = {
  accountId: "a1", login: "guanli", name: "管理员", role: "admin", roleName: "管理员", rights: ["manage_settings"], windows: [],
  mustChangePassword: false, lockAfterMinutes: 5, siteName: "", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "machine",
};
const BACKUP = { file: "desk-20260210-090000.db", at: "2026-02-10T09:00:00+08:00", bytes: "4096" };

interface Asked {
  command: string;
  args: Record<string, unknown>;
  second?: { login: string; password: string };
}
let asked: Asked[] = [];

beforeEach(() => {
  asked = [];
  desk.status = { ...STATUS };
  desk.session = null;
  connect(async (line) => {
    const request = JSON.parse(line) as Asked & { id: number };
    asked.push(request);
    const ok = (answer: unknown): string => JSON.stringify({ id: request.id, ok: answer });
    if (request.command === "list_backups") return ok({ backups: [BACKUP] });
    if (request.command === "status") return ok({ ...STATUS, stage: "locked" });
    if (request.second === undefined && request.command !== "catalogue") {
      const error = { code: "second.needed", kind: "right", message: "要两个人", hint: "", field: "second" };
      return JSON.stringify({ id: request.id, error });
    }
    if (request.command === "settle_whereabouts") return ok({ ...SESSION, foundElsewhere: "" });
    return ok({ file: BACKUP.file, tickets: 12, entries: 90, rescued: 3, aside: "desk.db.1.aside", mark: "BA" });
  });
});
afterEach(() => {
  document.body.innerHTML = "";
});

describe("a damaged database", () => {
  it("leads to a page that says so, asks for two persons and brings the backup back", async () => {
    const page = mount(RestorePage, { attachTo: document.body });
    await flushPromises();
    expect(page.get("[role=alert]").text()).toContain("数据库文件已损坏");
    await page.get("input[autocomplete=username]").setValue("guanli");
    await page.get("input[type=password]").setValue("yanshi-2026");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(page.find(".second").exists()).toBe(true);
    const [login, password] = page.get(".second").findAll("input");
    await login?.setValue("zhuren");
    await password?.setValue("ziji-2026");
    await page.get("form").trigger("submit");
    await flushPromises();
    const last = asked.filter((one) => one.command === "restore_backup").at(-1);
    expect(last?.args).toEqual({ file: "", login: "guanli", password: "yanshi-2026", recoveryCode: "" });
    expect(last?.second).toEqual({ login: "zhuren", password: "ziji-2026" });
    expect(page.get("[role=status]").text()).toContain("12");
    await page.get("form").trigger("submit");
    await flushPromises();
    expect(desk.status?.stage).toBe("locked");
    page.unmount();
  });
  it("offers its backups by time, and by name where the time is not known", () => {
    const choices = backupChoices([BACKUP, { ...BACKUP, file: "拷回.db", at: "" }], "2026-02-10");
    expect(choices.map((choice) => choice.code)).toEqual([BACKUP.file, "拷回.db"]);
    expect(choices[0]?.name).toContain("09:00");
    expect(choices[1]?.name).toBe("拷回.db");
  });
});

describe("data found elsewhere", () => {
  it("is settled by the administrator: a copy becomes another device with a mark of its own", async () => {
    desk.session = { ...SESSION };
    const page = mount(ElsewherePage, { attachTo: document.body });
    await page.get("#elsewhere-copied").setValue(true);
    const submit = page.get<HTMLButtonElement>("button[type=submit]");
    expect(submit.element.disabled).toBe(true);
    const [mark, name] = page.findAll("input").filter((input) => input.attributes("type") === "text");
    await mark?.setValue("4");
    await name?.setValue("4号窗口机");
    expect(submit.element.disabled).toBe(false);
    await page.get("form").trigger("submit");
    await flushPromises();
    const [login, password] = page.get(".second").findAll("input");
    await login?.setValue("zhuren");
    await password?.setValue("ziji-2026");
    await page.get("form").trigger("submit");
    await flushPromises();
    const last = asked.filter((one) => one.command === "settle_whereabouts").at(-1);
    expect(last?.args).toEqual({ copied: true, deviceMark: "4", deskName: "4号窗口机" });
    expect(desk.session.foundElsewhere).toBe("");
    page.unmount();
  });
  it("keeps everybody else out", () => {
    desk.session = { ...SESSION, rights: [] };
    const page = mount(ElsewherePage, { attachTo: document.body });
    expect(page.find("button[type=submit]").exists()).toBe(false);
    page.unmount();
  });
});
