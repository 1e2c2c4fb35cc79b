import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { useMachine, type PrintJob } from "../../shared/machine";
import { beginSession } from "../../shared/session";
import type { PrintKind, Session } from "../../shared/wire";
import { forgetPrintSettings } from "../paper/print";
import PrintersPage from "./PrintersPage.vue";

const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: ["print_paper"], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
/** In the order of the desk, which is that of the letters. */
const plain = (kind: string): PrintKind => ({ down: "0.0", kind, printer: "", right: "0.0", tray: "" });
let kinds: PrintKind[];
let asked: Array<{ command: string; args: Record<string, unknown> }>;
let printed: PrintJob[];
let page: VueWrapper;

beforeEach(async () => {
  kinds = [plain("a4"), plain("a4_landscape"), { ...plain("a5"), printer: "窗口一", tray: "InputSlot=Tray2", right: "1.5" }, plain("roll80")];
  asked = [];
  printed = [];
  forgetPrintSettings();
  const never = (): Promise<never> => Promise.reject(new Error("not in this test"));
  useMachine({
    openRating: never, closeRating: never, savePaper: never, choosePackage: never, chooseFolder: never, listSticks: never, saveCard: never,
    listPrinters: () => Promise.resolve([{ name: "窗口一", isDefault: true }, { name: "窗口二", isDefault: false }]),
    listTrays: (printer) => (printer === "窗口一" ? Promise.resolve([{ option: "InputSlot=Tray2", name: "Tray2", isDefault: false }]) : never()),
    printPaper: (job) => {
      printed.push(job);
      return Promise.resolve("1");
    },
  });
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: PrintKind & Record<string, unknown> };
    asked.push({ command, args });
    if (command === "save_print_setting") kinds = kinds.map((kind) => (kind.kind === args.kind ? { ...args } : kind));
    const ok: Record<string, unknown> = { get_print_settings: { printer: "", kinds }, save_print_setting: {}, make_test_page: { pdf: "JVBERi0=" } };
    return JSON.stringify({ id, ok: ok[command] ?? { windows: [], papers: [], today: "2026-02-10", now: "2026-02-10T09:00:00+08:00" } });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
  page = mount(PrintersPage, { attachTo: document.body });
  await flushPromises();
});
afterEach(() => page.unmount());

async function choose(row: number): Promise<void> {
  await page.findAll("tbody tr")[row]?.trigger("click");
  await flushPromises();
}

it("shows for every kind of paper its printer, its tray and its correction", () => {
  expect(page.findAll("tbody tr").map((row) => row.text())).toEqual([
    expect.stringContaining("系统默认"), expect.stringContaining("A4 横放"), expect.stringMatching(/窗口一.*纸盒 2.*1\.5 毫米/), expect.stringContaining("80 毫米小票"),
  ]);
});

it("saves a correction and prints the test page with it", async () => {
  await choose(2);
  const inputs = page.findAll(".formcol input");
  await inputs[2]?.setValue("-2.5");
  expect(page.findAll(".formcol button").at(-1)?.attributes("disabled")).toBeDefined();
  await page.get("form").trigger("submit");
  await flushPromises();
  expect(asked.find((one) => one.command === "save_print_setting")?.args).toEqual({ kind: "a5", printer: "窗口一", tray: "InputSlot=Tray2", right: "-2.5", down: "0.0" });
  await page.findAll(".formcol button").at(-1)?.trigger("click");
  await flushPromises();
  const place = printed[0]?.places.find((each) => each.kind === "a5");
  expect(place).toEqual({ kind: "a5", printer: "窗口一", tray: "InputSlot=Tray2", right: "-2.5", down: "0.0" });
});

it("says at the field what is wrong, and that a correction needs a printer", async () => {
  const inputs = page.findAll(".formcol input");
  await inputs[2]?.setValue("1.3");
  expect(page.text()).toContain("每 0.5 一档");
  await inputs[2]?.setValue("1.5");
  expect(page.text()).toContain("先选打印机");
  await page.get("form").trigger("submit");
  await flushPromises();
  expect(asked.some((one) => one.command === "save_print_setting")).toBe(false);
});
