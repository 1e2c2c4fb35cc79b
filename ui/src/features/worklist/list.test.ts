import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { place, startRouter } from "../../shared/router";
import { beginSession, coverDesk } from "../../shared/session";
import type { ListTickets, Session, TicketRow } from "../../shared/wire";
import ListScreen from "./ListScreen.vue";

const ROW = {
  personId: "p1",
  number: "YC-Y260210-3014K", window: "aid", visitor: "查永顺", idNumberMasked: "519921********9314", groups: ["老年人"], matter: "赡养", requests: "",
  state: "in_progress", stateName: "承办中", due: "2026-02-13", daysLeft: 3, dueExplanation: "承诺 3 个工作日", assignee: "", siteName: "云川县",
  channelName: "窗口", receivedAt: "2026-02-10T09:00:00+08:00", disputed: false, restricted: false, green: false, rating: "",
};
const SESSION = {
  accountId: "s1", login: "yao", name: "姚素琴", role: "clerk", roleName: "窗口人员", rights: [], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const view = (): never => {
  throw new Error("not opened");
};
let asked: ListTickets[];
let rows: TicketRow[];
let states: string[];

beforeEach(async () => {
  asked = [];
  states = [];
  rows = Array.from({ length: 30 }, (_, index) => ({ ...ROW, id: `t${index}` }));
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: ListTickets };
    if (command !== "list_tickets") {
      const windows = [{ code: "aid", name: "法律援助", shortName: "援助", key: 2 }];
      return JSON.stringify({ id, ok: { windows, groups: [], ticketStates: [], staff: [], today: "2026-02-10", now: "2026-02-10T15:20:00+08:00" } });
    }
    asked.push(args);
    const from = Number(args.after);
    const page = rows.slice(from, from + args.limit);
    const next = from + args.limit < rows.length ? String(from + args.limit) : "";
    return JSON.stringify({ id, ok: { rows: page, next, total: rows.length, totalCapped: false, exchange: states.slice(0, page.length), views: [{ view: "open", count: 30 }] } });
  });
  coverDesk();
  await beginSession(SESSION);
  window.location.hash = "/tickets";
  startRouter([{ path: "/tickets", title: "办件", view }]);
});
afterEach(() => {
  document.body.innerHTML = "";
});

async function open() {
  const list = mount(ListScreen, { attachTo: document.body });
  await flushPromises();
  return list;
}

describe("the work list", () => {
  it("shows masked numbers and what the date comes from", async () => {
    const list = await open();
    expect(list.get(".peek").text()).toContain("519921********9314");
    expect(list.get(".peek").text()).toContain("承诺 3 个工作日");
    expect(list.findAll("tbody tr").length).toBe(asked[0]?.limit);
    list.unmount();
  });
  it("says at a station how far each ticket has come on its way to the centre", async () => {
    const without = await open();
    expect(without.get("thead").text()).not.toContain("交换");
    without.unmount();
    states = ["未导出", "已导出", "中心已确认", ...Array.from({ length: 27 }, () => "中心已确认")];
    const list = await open();
    expect(list.get("thead").text()).toContain("交换");
    expect(list.findAll("tbody tr")[1]?.text()).toContain("已导出");
    list.unmount();
  });
  it("turns its pages by the cursor of the desk", async () => {
    const list = await open();
    const limit = asked[0]?.limit ?? 0;
    await list.findAll(".pager button").at(1)?.trigger("click");
    await flushPromises();
    expect(asked.at(-1)?.after).toBe(String(limit));
    expect(list.get(".pager").text()).toContain(`第 ${limit + 1}–`);
    list.unmount();
  });
  it("takes its filter from the address once and keeps it on the way back", async () => {
    window.location.hash = "/tickets?view=overdue&window=aid";
    startRouter([{ path: "/tickets", title: "办件", view }]);
    const list = await open();
    expect(asked.at(-1)).toMatchObject({ view: "overdue", window: "aid" });
    expect(place.query).toEqual({});
    list.unmount();
    const again = await open();
    expect(asked.at(-1)).toMatchObject({ view: "overdue", window: "aid" });
    again.unmount();
  });
  it("hides who and what of a restricted ticket", async () => {
    rows = [{ ...ROW, id: "t1", restricted: true, visitor: "", matter: "", idNumberMasked: "", groups: [] }];
    const list = await open();
    expect(list.get("tbody tr").text()).toContain("限制可见");
    list.unmount();
  });
  it("marks a green channel in words, also beside a difference, and narrows to it by a key", async () => {
    rows = [{ ...ROW, id: "t1", green: true, disputed: true }];
    const list = await open();
    expect(list.get("tbody tr").text()).toContain("待决定");
    expect(list.get("tbody tr .mk.g").text()).toBe("绿色通道");
    expect(asked.at(-1)?.green).toBe(false);
    await list.get("#worklist-green").setValue(true);
    await flushPromises();
    expect(asked.at(-1)?.green).toBe(true);
    list.unmount();
  });
  it("says which key helps when nothing is there", async () => {
    rows = [];
    const list = await open();
    expect(list.text()).toContain("F2 登记新来访");
    list.unmount();
  });
});
