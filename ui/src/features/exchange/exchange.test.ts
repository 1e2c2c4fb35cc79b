import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { connect } from "../../shared/call";
import { handleKey } from "../../shared/keys";
import { useMachine } from "../../shared/machine";
import { result } from "../../shared/message";
import { beginSession } from "../../shared/session";
import type { Session } from "../../shared/wire";
import ExchangeScreen from "./ExchangeScreen.vue";
import { lastFolder, stage, toStart } from "./state";
import { sampleBoard, sampleConflict, sampleDone, sampleFile, samplePeer, samplePreview, sampleRow } from "./testing";

const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: ["exchange", "print_paper"], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县公共法律服务中心", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const WRITTEN = {
  files: [{ path: "/media/yao/U盘/YC-5.fcx", name: "YC-5.fcx", number: 5, entries: 31, kib: 12, code: "W8R2" }], stateCode: "M3T9",
};
let asked: Array<{ command: string; args: Record<string, unknown> }>;
let answers: Record<string, unknown>;
let refusals: Record<string, { code: string; message: string; hint: string; field: string }>;
let sticks: string[];
let chosenFile: string;
let screen: VueWrapper;

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  refusals = {};
  sticks = ["/media/yao/U盘"];
  chosenFile = "";
  toStart();
  lastFolder.value = "";
  result.value = null;
  answers = {
    status: { today: "2026-02-10", now: "2026-02-10T15:05:00+08:00" },
    catalogue: { windows: [], papers: [] },
    exchange_board: sampleBoard([samplePeer(), samplePeer({ device: "13", segment: "SH", siteName: "双河镇工作站", missingFirst: 7, missingLast: 7 })]),
    list_package_files: { files: [sampleFile(), sampleFile({ path: "/media/yao/U盘/YD-11.fcx", number: 11, seenBefore: true })] },
    list_packages: { packages: [sampleRow()] },
    preview_package: samplePreview(),
    apply_package: sampleDone(),
    list_conflicts: { conflicts: [sampleConflict(), sampleConflict({ field: "summary", fieldName: "摘要", highRisk: false })] },
    list_set_aside: { refused: samplePreview().refused },
    list_rejected: { refused: [] },
    resolve_conflict: { id: "c1", version: "2" },
    undo_package: sampleRow({ state: "withdrawn", canUndo: false }),
    export_package: WRITTEN,
  };
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const refusal = refusals[command];
    return JSON.stringify(refusal === undefined ? { id, ok: await answers[command] } : { id, error: { kind: "state", ...refusal } });
  });
  const never = (): Promise<never> => Promise.reject(new Error("no machine in this test"));
  useMachine({
    openRating: never, closeRating: never, listPrinters: never, listTrays: never, printPaper: never, savePaper: never, saveCard: never,
    choosePackage: async () => chosenFile, chooseFolder: async () => "/media/yao/另一个", listSticks: async () => sticks,
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
  screen = mount(ExchangeScreen, { attachTo: document.body });
  await settle();
});
afterEach(() => {
  screen.unmount();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

async function settle(): Promise<void> {
  await flushPromises();
  await vi.advanceTimersByTimeAsync(60);
  await flushPromises();
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  (document.activeElement as HTMLElement | null)?.blur();
  handleKey(new KeyboardEvent("keydown", { key, ...more }));
  await settle();
}

function sent(command: string): Array<Record<string, unknown>> {
  return asked.filter((one) => one.command === command).map((one) => one.args);
}

async function toPreview(): Promise<void> {
  await press("Enter");
}

async function toReport(): Promise<void> {
  await toPreview();
  await press("F8");
}

describe("a file", () => {
  it("that lies on the stick is found, looked at with Enter, and nothing is written", async () => {
    expect(sent("list_package_files")).toEqual([{ folder: "/media/yao/U盘" }]);
    expect(screen.get("tr[aria-selected=true]").text()).toContain("没收过");
    await toPreview();
    expect(sent("preview_package")).toEqual([{ path: "/media/yao/U盘/YD-12.fcx" }]);
    expect(screen.get(".xfile").text()).toContain("接第 11 号，不缺号");
    expect(screen.get(".xboard").text()).toContain("正在预览");
    expect(screen.get("[role=tab][aria-selected=true]").text()).toContain("两处不同");
    await press("Escape");
    expect(stage.value).toBe("start");
    expect(sent("apply_package")).toEqual([]);
  });
  it("is chosen with the arrows, or in the window of the system", async () => {
    await press("ArrowDown");
    await press("Enter");
    expect(sent("preview_package")).toEqual([{ path: "/media/yao/U盘/YD-11.fcx" }]);
    await press("Escape");
    chosenFile = "/home/yao/下载/YD-13.fcx";
    await press("o", { code: "KeyO", ctrlKey: true });
    expect(sent("preview_package").at(-1)).toEqual({ path: "/home/yao/下载/YD-13.fcx" });
  });
  it("that is refused says why and what to do, and what was chosen stays", async () => {
    refusals.preview_package = { code: "package.damaged", message: "文件损坏", hint: "请对方重新导出。", field: "" };
    await screen.get(".xpath input").setValue("/media/yao/U盘/坏.fcx");
    await screen.get(".xpath").trigger("submit");
    await settle();
    expect(screen.get("[role=alert]").text()).toContain("文件损坏");
    expect(screen.get("[role=alert]").text()).toContain("请对方重新导出。");
    expect(screen.get<HTMLInputElement>(".xpath input").element.value).toBe("/media/yao/U盘/坏.fcx");
    expect(stage.value).toBe("start");
  });
  it("shows both values of a difference beside each other before it is written", async () => {
    await toPreview();
    await press("n");
    const shown = screen.findAll(".xdiffs .opt").map((value) => value.text());
    expect(shown).toHaveLength(2);
    expect(shown[0]).toContain("姚素琴");
    expect(shown[1]).toContain("云顶彝族乡工作站");
    expect(screen.findAll(".xdiffs mark").length).toBeGreaterThan(0);
    expect(screen.find(".xdiffs input").exists()).toBe(false);
    expect(screen.find(".xmid table").exists()).toBe(false);
  });
  it("names the tickets whose values stay closed until it is written", async () => {
    answers.preview_package = samplePreview({ differences: [] });
    await toPreview();
    await press("n");
    expect(screen.find(".xdiffs .opt").exists()).toBe(false);
    expect(screen.get(".xmid table").text()).toContain("YD-Y260210-c1");
  });
  it("says why two entries may be one person", async () => {
    await toPreview();
    await press("p");
    expect(screen.get(".xmid table").text()).toContain("姓名相近，同一天出生");
  });
  it("shows how far the desk has come while it is written", async () => {
    await toPreview();
    let finish: (value: unknown) => void = () => undefined;
    answers.apply_package = new Promise((resolve) => (finish = resolve));
    answers.exchange_now = { doing: "applying", done: 500, total: 1200, waitingFiles: 0, conflicts: 0 };
    await press("F8");
    await vi.advanceTimersByTimeAsync(500);
    expect(screen.get(".xprogress").text()).toContain("正在写入 500 / 1200 条");
    expect(screen.get<HTMLProgressElement>("progress").element.value).toBe(500);
    finish(sampleDone());
    await settle();
    expect(stage.value).toBe("report");
    const count = sent("exchange_now").length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent("exchange_now").length).toBe(count);
  });
  it("is gone through by category with arrows and letters", async () => {
    const tab = (): string => screen.get("[role=tab][aria-selected=true]").text();
    await toPreview();
    await press("ArrowRight");
    expect(tab()).toContain("可能同一人");
    expect(screen.get(".xmid").text()).toContain("罗水旺");
    await press("q");
    expect(tab()).toContain("隔离");
    expect(screen.get(".xmid").text()).toContain("身份证号校验位不对");
    await press("n");
    expect(tab()).toContain("两处不同");
    await press("ArrowLeft");
    await press("ArrowLeft");
    expect(screen.get(".xmid").text()).toContain("限制可见");
  });
  it("that was written before cannot be written again", async () => {
    answers.preview_package = samplePreview({ verdict: "seen_before", verdictText: "这个文件已经导入过" });
    await toPreview();
    expect(screen.get(".xmid").text()).toContain("这个文件已经导入过");
    await press("F8");
    expect(sent("apply_package")).toEqual([]);
  });
});

describe("a file before which others are missing", () => {
  it("says which, and F8 keeps it", async () => {
    answers.preview_package = samplePreview({
      verdict: "gap", verdictText: "前面缺第 11 号文件，这个文件先收着", verdictHint: "导入缺的文件。", missingFirst: 11, missingLast: 11,
    });
    await toPreview();
    expect(screen.get(".xfile").text()).toContain("缺第 11 号");
    expect(screen.get(".xmid").text()).toContain("导入缺的文件。");
    expect(screen.get(".act .primary").text()).toContain("先收着");
    await press("F8");
    expect(sent("apply_package").length).toBe(1);
  });
});

describe("the columns", () => {
  it("are changed with F6, there and back", async () => {
    handleKey(new KeyboardEvent("keydown", { key: "F6" }));
    await settle();
    expect(document.activeElement?.closest(".xboard")).not.toBeNull();
    handleKey(new KeyboardEvent("keydown", { key: "F6" }));
    await settle();
    expect(document.activeElement?.closest(".xmid")).not.toBeNull();
  });
});

describe("writing a file", () => {
  it("reports what was done and reads the board again", async () => {
    const before = sent("exchange_board").length;
    await toReport();
    expect(sent("apply_package")).toEqual([{ path: "/media/yao/U盘/YD-12.fcx" }]);
    expect(screen.get("[role=status]").text()).toContain("写入 16 条，已有 29 条，隔离 1 条");
    expect(sent("exchange_board").length).toBe(before + 1);
    expect(result.value).toMatchObject({ kind: "ok" });
  });
  it("that is refused stays at the preview, with the reason", async () => {
    refusals.apply_package = { code: "exchange.own_older", message: "本机可能是旧的副本", hint: "停止录入。", field: "" };
    await toReport();
    expect(stage.value).toBe("preview");
    expect(screen.get("[role=alert]").text()).toContain("停止录入。");
  });
  it("is not begun twice and cannot be left half way", async () => {
    let done: (line: string) => void = () => undefined;
    await toPreview();
    connect((line) => {
      asked.push(JSON.parse(line) as (typeof asked)[number]);
      return new Promise((resolve) => (done = resolve));
    });
    await press("F8");
    await press("F8");
    await press("Escape");
    expect(sent("apply_package").length).toBe(1);
    expect(stage.value).toBe("preview");
    expect(screen.get(".act [role=status]").text()).toContain("从断点接着写");
    done(JSON.stringify({ id: 0, ok: sampleDone() }));
    await settle();
    expect(stage.value).toBe("report");
  });
});

describe("differences a file brought", () => {
  it("are decided by digit, reason and Enter, with what was seen", async () => {
    await toReport();
    expect(screen.get(".xmid").text()).toContain("第 1 处，共 2 处");
    await press("2");
    await press("Enter");
    expect(sent("resolve_conflict")).toEqual([]);
    await screen.get(".xdecide input[type=text]").setValue("以欠条原件为准");
    answers.list_conflicts = { conflicts: [sampleConflict({ field: "summary", fieldName: "摘要", highRisk: false })] };
    await press("Enter");
    expect(sent("resolve_conflict")).toEqual([
      { subjectKind: "ticket", subjectId: "c1", field: "field.amount", value: "e2", seen: ["e1", "e2"], reason: "以欠条原件为准" },
    ]);
    expect(screen.get(".xdecide").text()).toContain("摘要");
  });
  it("are turned with N, and one that is left open stays a task", async () => {
    await toReport();
    await press("n");
    expect(screen.get(".xdecide").text()).toContain("摘要");
    await press("4");
    await press("Enter");
    expect(screen.get(".xmid").text()).toContain("共 1 处");
    await press("4");
    await press("Enter");
    expect(sent("resolve_conflict")).toEqual([]);
    expect(screen.get(".xmid").text()).toContain("2 处还没决定");
  });
  it("are not looked for while a file waits for others", async () => {
    answers.apply_package = sampleDone({ package: sampleRow({ state: "held", stateName: "先收着", refused: 0, canUndo: false }) });
    await toReport();
    expect(sent("list_conflicts")).toEqual([]);
    expect(screen.get("[role=status]").text()).toContain("等前面的文件");
  });
});

describe("taking a file back", () => {
  it("takes a reason and tells that later work stays", async () => {
    await toReport();
    await press("u");
    await press("F8");
    expect(sent("undo_package")).toEqual([]);
    await screen.get(".xundo input").setValue("选错了文件");
    await press("F8");
    expect(sent("undo_package")).toEqual([{ id: "p12", reason: "选错了文件" }]);
    expect(stage.value).toBe("start");
    expect(result.value?.text).toContain("之后做的事都在");
  });
  it("is offered in the list of files, and Esc keeps the file", async () => {
    await screen.get("[aria-label^='撤销这一批']").trigger("click");
    await settle();
    handleKey(new KeyboardEvent("keydown", { key: "Escape" }));
    await settle();
    expect(screen.find(".xundo").exists()).toBe(false);
    expect(sent("undo_package")).toEqual([]);
  });
});

describe("a file that stopped half way with its sender", () => {
  const half = { stoppedId: "p12", stoppedNumber: 12, stoppedDone: 300, stoppedEntries: 900 };

  async function refresh(state: "frozen" | "revoked", rights: string[]): Promise<void> {
    screen.unmount();
    toStart();
    await beginSession({ ...SESSION, rights, accountId: crypto.randomUUID() });
    answers.exchange_board = sampleBoard([samplePeer({ state, stateReason: "编号重复", ...half })]);
    answers.list_packages = { packages: [sampleRow({ state: "applying", stateName: "正在导入", stopped: state })] };
    screen = mount(ExchangeScreen, { attachTo: document.body });
    await settle();
  }

  async function open(): Promise<void> {
    await screen.get(".xboard .pick").trigger("click");
    await settle();
  }

  it("is told on the board, among the files and at the desk, with what to do", async () => {
    for (const [state, told] of [["frozen", "已冻结"], ["revoked", "已停用"]] as const) {
      await refresh(state, ["exchange"]);
      expect(screen.get(".xboard tbody").text()).toContain(`写到一半被${told.slice(1)}`);
      expect(screen.get(".xmid").text()).toContain(`写到一半停下了：这台电脑${told}`);
      expect(screen.get(".xmid tbody").text()).not.toContain("正在导入");
      expect(screen.get(".xmid").text()).not.toContain("下次登录时从断点接着写");
      await open();
      expect(screen.get(".xmid").text()).toContain("第 12 号文件写到一半停下了，900 条里写了 300 条");
    }
  });

  it("goes on once its sender is thawed by whoever may", async () => {
    const thaw = (): string[] => screen.findAll("button").map((one) => one.text()).filter((words) => words.includes("解除冻结"));
    await refresh("frozen", ["exchange", "manage_settings"]);
    await open();
    expect(thaw()).toEqual(["去解除冻结"]);
    await refresh("frozen", ["exchange"]);
    await open();
    expect(thaw()).toEqual([]);
    expect(screen.get(".xmid").text()).toContain("解除冻结由管理员在 设置 站点与电脑 里做");
    await refresh("revoked", ["exchange", "manage_settings"]);
    await open();
    expect(thaw()).toEqual([]);
  });

  it("is taken back by a reason, and the board is read again", async () => {
    await refresh("frozen", ["exchange"]);
    await open();
    const before = sent("exchange_board").length;
    await screen.findAll("button").find((one) => one.text() === "撤销写入的部分")?.trigger("click");
    await settle();
    await screen.get(".xundo input").setValue("两台电脑真假不明");
    answers.exchange_board = sampleBoard([samplePeer({ state: "frozen" })]);
    await press("F8");
    expect(sent("undo_package")).toEqual([{ id: "p12", reason: "两台电脑真假不明" }]);
    expect(sent("exchange_board").length).toBe(before + 1);
    expect(screen.find(".xundo").exists()).toBe(false);
    expect(screen.get(".xmid").text()).not.toContain("900 条里写了");
  });
});

describe("the file that goes back", () => {
  it("is written to the same stick with one key, and says the codes and what to do", async () => {
    await toReport();
    await press("F8");
    expect(sent("export_package")).toEqual([{ device: "12", since: "confirmed", folder: "/media/yao/U盘" }]);
    expect(screen.get(".xwritten").text()).toContain("W8R2");
    expect(screen.get(".xwritten").text()).toContain("M3T9");
    expect(screen.get(".xwritten").text()).toContain("弹出 U 盘");
    await press("Escape");
    expect(stage.value).toBe("report");
  });
  it("is not written for a desk that was only opened", async () => {
    await screen.get("[aria-label='打开 双河镇工作站']").trigger("click");
    await settle();
    expect(screen.get(".xfacts").text()).toContain("缺第 7 号");
    expect(sent("export_package")).toEqual([]);
    await press("F8");
    expect(sent("export_package")).toEqual([{ device: "13", since: "confirmed", folder: "/media/yao/U盘" }]);
  });
  it("that finds no room says so and keeps the folder", async () => {
    refusals.export_package = { code: "exchange.folder_full", message: "U 盘已满，没有导出", hint: "换一个 U 盘。", field: "" };
    await screen.get("[aria-label='打开 双河镇工作站']").trigger("click");
    await settle();
    await press("F8");
    expect(screen.get("[role=alert]").text()).toContain("没有导出");
    expect(screen.get<HTMLInputElement>(".xpath input").element.value).toBe("/media/yao/U盘");
    expect(screen.find(".xwritten").exists()).toBe(false);
  });
  it("goes to no stick by itself where there are two", async () => {
    screen.unmount();
    sticks = ["/media/yao/甲", "/media/yao/乙"];
    lastFolder.value = "";
    screen = mount(ExchangeScreen, { attachTo: document.body });
    await settle();
    await screen.get("[aria-label='打开 双河镇工作站']").trigger("click");
    await settle();
    await press("F8");
    expect(sent("export_package")).toEqual([]);
    await screen.findAll("[aria-pressed]")[1]?.trigger("click");
    await press("F8");
    expect(sent("export_package")).toEqual([{ device: "13", since: "confirmed", folder: "/media/yao/乙" }]);
  });
  it("is not asked for without a folder", async () => {
    screen.unmount();
    sticks = [];
    lastFolder.value = "";
    screen = mount(ExchangeScreen, { attachTo: document.body });
    await settle();
    await screen.get("[aria-label='打开 双河镇工作站']").trigger("click");
    await settle();
    await press("F8");
    expect(sent("export_package")).toEqual([]);
    expect(result.value?.kind).toBe("bad");
    await press("o", { code: "KeyO", ctrlKey: true });
    await press("F8");
    expect(sent("export_package")).toEqual([{ device: "13", since: "confirmed", folder: "/media/yao/另一个" }]);
  });
});

describe("a station", () => {
  it("writes for the centre with one key and says how many tickets are on their way", async () => {
    screen.unmount();
    answers.exchange_board = sampleBoard([samplePeer({ device: "1", relation: "superior", siteName: "云川县中心" })], {
      hasCentre: true, notExported: 3, exported: 2, confirmed: 9,
    });
    screen = mount(ExchangeScreen, { attachTo: document.body });
    await settle();
    expect(screen.get(".xmid").text()).toContain("未导出 3 件，已导出 2 件，中心已确认 9 件");
    await press("F8");
    expect(sent("export_package")).toEqual([{ device: "1", since: "confirmed", folder: "/media/yao/U盘" }]);
  });
});

describe("who may not exchange", () => {
  it("sees the board, whose it is, and asks for no file", async () => {
    screen.unmount();
    await beginSession({ ...SESSION, accountId: crypto.randomUUID(), rights: ["read_reports"] });
    asked = [];
    screen = mount(ExchangeScreen, { attachTo: document.body });
    await settle();
    expect(screen.find(".noright").exists()).toBe(true);
    expect(asked.map((one) => one.command)).toEqual(["exchange_board"]);
  });
});

describe("papers", () => {
  it("remind the stations by F9 from the board", async () => {
    answers.make_list = { number: "", notes: [], sha256: "", pdf: "", pages: 0, count: 1, fileName: "催交单.pdf" };
    await press("F9");
    expect(sent("make_list")).toEqual([{ list: "reminder", from: "", until: "", staff: "", ticketIds: [], printer: "" }]);
  });
  it("report what a file brought", async () => {
    answers.make_list = { number: "", notes: [], sha256: "", pdf: "", pages: 0, count: 1, fileName: "导入报告.pdf" };
    await toReport();
    await press("p", { code: "KeyP", ctrlKey: true });
    expect(sent("make_list")).toEqual([{ list: "import_report", from: "", until: "", staff: "", ticketIds: ["p12"], printer: "" }]);
  });
});

describe("a station", () => {
  it("says from which file of the centre its rules are, and when that is long ago", async () => {
    screen.unmount();
    answers.exchange_board = sampleBoard([samplePeer({ relation: "superior", lastMadeAt: "2025-12-20T10:00:00+08:00", lastNumber: 4 })], { hasCentre: true });
    screen = mount(ExchangeScreen, { attachTo: document.body });
    await settle();
    expect(screen.get(".xmid").text()).toContain("中心第 4 号文件");
    expect(screen.get(".xmid").text()).toContain("已过 52 天，请中心给一个新文件");
  });
});
