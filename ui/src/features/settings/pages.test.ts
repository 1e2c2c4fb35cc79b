import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { beginSession } from "../../shared/session";
import type { ParameterRow, Session } from "../../shared/wire";
import CalendarPage from "./CalendarPage.vue";
import ParametersPage from "./ParametersPage.vue";

const SESSION = {
  accountId: "s1", login: "admin", name: "庄可欣", role: "admin", roleName: "管理员", rights: ["manage_settings"], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const ROW = {
  code: "MED-VISIT", group: "期限", name: "调解协议回访期限", unit: "日", measure: "days", value: "30", from: "", source: "本程序设计", unverified: true,
  byArea: false, least: "1", most: "365", coming: "",
} satisfies ParameterRow;
let asked: Array<{ command: string; args: Record<string, unknown> }>;

beforeEach(async () => {
  asked = [];
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const recounted = { years: [2027], limits: 9, tickets: 3, openTickets: 2 };
    const answers: Record<string, unknown> = {
      list_parameters: { rows: [ROW], hardship: { line: "", arithmetic: "", unverified: true } },
      parameter_history: { lines: [{ from: "2026-01-01", area: "", value: "20", source: "某县〔2026〕1号", by: "庄可欣", at: "2026-01-02T09:00:00+08:00" }] },
      save_parameter: recounted,
      list_calendar: {
        years: [{ year: 2026, layer: "national", bundled: true, daysOff: 33, makeUpDays: 6, sources: ["国务院办公厅通知"], disputed: false }], estimated: [2027],
      },
      import_calendar: recounted,
    };
    return JSON.stringify({ id, ok: answers[command] ?? { windows: [], today: "2026-11-22", now: "2026-11-22T09:00:00+08:00" } });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
});
afterEach(() => {
  document.body.innerHTML = "";
});

it("a parameter shows its mark and history, and is saved with day and source", async () => {
  const page = mount(ParametersPage, { attachTo: document.body });
  await flushPromises();
  expect(page.text()).toContain("待核实");
  expect(page.text()).toContain("某县〔2026〕1号");
  const fields = page.findAll("form input");
  await fields[0]?.setValue("25");
  await fields.at(-1)?.setValue("某县〔2026〕9号");
  await page.get("form").trigger("submit");
  await flushPromises();
  expect(asked.find((one) => one.command === "save_parameter")?.args).toEqual({
    code: "MED-VISIT", value: "25", from: "2026-11-22", area: "", source: "某县〔2026〕9号",
  });
  page.unmount();
});

it("a year without a table is named, and a table is taken in as text", async () => {
  const page = mount(CalendarPage, { attachTo: document.body });
  await flushPromises();
  expect(page.text()).toContain("2027 年没有放假表");
  await page.get("textarea").setValue("day,kind,holiday,source");
  await page.get("form").trigger("submit");
  await flushPromises();
  expect(asked.find((one) => one.command === "import_calendar")?.args).toEqual({ layer: "national", text: "day,kind,holiday,source" });
  page.unmount();
});

it("what the centre sets for a station is shown and cannot be changed there", async () => {
  await beginSession({ ...SESSION, accountId: crypto.randomUUID(), tier: "station", rulesBy: "云川县公共法律服务中心" });
  const page = mount(ParametersPage, { attachTo: document.body });
  await flushPromises();
  expect(page.text()).toContain("由云川县公共法律服务中心统一设置");
  expect(page.find("button[type=submit]").exists()).toBe(false);
  page.unmount();
});
