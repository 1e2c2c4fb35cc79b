import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { beginSession } from "../../shared/session";
import type { Session, SupervisionRow } from "../../shared/wire";
import SuperviseScreen from "./SuperviseScreen.vue";

const SESSION = {
  accountId: "s1", login: "lu", name: "陆维桢", role: "director", roleName: "主任", rights: ["supervise"], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const ROW = {
  ticketId: "t1", key: "LA-REVIEW/2026-02-10", number: "YC-Y260210-3014K", window: "aid", visitor: "张三", matter: "欠薪", restricted: false, green: true, level: 3,
  levelName: "督办", state: "replied", rule: "LA-REVIEW", ruleName: "审查决定", due: "2026-02-24", daysLeft: -1, holder: "姚素琴", superior: "陆维桢",
  openedAt: "2026-02-25T09:00:00+08:00", raisedAt: "2026-02-25T09:00:00+08:00", reply: "今天决定", repliedBy: "姚素琴",
  repliedAt: "2026-02-25T10:00:00+08:00", result: "", closedBy: "", closedAt: "", mayReply: false, mayClose: true,
} satisfies SupervisionRow;
let asked: Array<{ command: string; args: Record<string, unknown> }>;

beforeEach(async () => {
  asked = [];
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const hidden = { ...ROW, ticketId: "t2", visitor: "", matter: "", restricted: true, mayClose: false };
    const answers: Record<string, unknown> = {
      list_supervisions: { rows: [ROW, hidden], total: 2 },
      close_supervision: { id: "t1", version: "9" },
    };
    const windows = [{ code: "aid", name: "法律援助", shortName: "援助", key: 2 }];
    const rest = { windows, today: "2026-02-25", now: "2026-02-25T15:20:00+08:00" };
    return JSON.stringify({ id, ok: answers[command] ?? rest });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
});
afterEach(() => {
  document.body.innerHTML = "";
});

it("lists what is pressed, hides what is restricted, and takes a result", async () => {
  const screen = mount(SuperviseScreen, { attachTo: document.body });
  await flushPromises();
  const lines = screen.findAll("tbody tr").map((row) => row.text());
  expect(lines[0]).toContain("张三绿色通道");
  expect(lines[0]).toContain("超期 1 天");
  expect(lines[1]).toContain("限制可见");
  expect(screen.get(".one-supervision").text()).toContain("今天决定");
  await screen.get(".one-supervision textarea").setValue("已督促，当日决定");
  await screen.get(".one-supervision form").trigger("submit");
  await flushPromises();
  expect(asked.find((one) => one.command === "close_supervision")?.args).toEqual({ ticketId: "t1", key: ROW.key, text: "已督促，当日决定" });
  screen.unmount();
});

it("narrows by window and level", async () => {
  const screen = mount(SuperviseScreen, { attachTo: document.body });
  await flushPromises();
  await screen.findAll("[role=tab]")[4]?.trigger("click");
  await flushPromises();
  expect(asked.at(-1)?.args).toMatchObject({ level: 4, window: "", skip: 0 });
  screen.unmount();
});
