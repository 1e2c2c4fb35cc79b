import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { startRouter } from "../../shared/router";
import { beginSession } from "../../shared/session";
import type { HomeVisitRow, ProposalRow, ReferralRow, Session } from "../../shared/wire";
import WaitingScreen from "./WaitingScreen.vue";

const SESSION = {
  accountId: "s1", login: "lu", name: "陆维桢", role: "director", roleName: "主任", rights: [], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const ON = { ticketId: "t1", number: "YC-Y260210-3014K", window: "special", visitor: "张三", matter: "欠薪", restricted: false, green: true };
const VISIT = {
  ...ON, at: "2026-02-11T09:30", daysLeft: 1, address: "尔古村二组", forWhat: "", staff: ["姚素琴", "骆以安"], companion: "沙马（妹妹）", doNotCall: true,
  doNotAnnounce: false, safeWay: "",
} satisfies HomeVisitRow;
const PROPOSAL = {
  ...ON, version: "4", kind: "void", kindName: "提出作废", stateName: "承办中", reason: "重复登记", proposedBy: "姚素琴", proposedOn: "2026-02-09",
  mayDecide: true, whyNot: "",
} satisfies ProposalRow;
const REFERRAL = {
  ...ON, institution: "云川县公证处", letterNumber: "", sentOn: "2026-02-02", daysSince: 8, receipt: false, due: "2026-02-09", daysLeft: -1, chased: 0,
  chasedOn: "", nextOn: "",
} satisfies ReferralRow;
const view = (): never => {
  throw new Error("not opened");
};
let asked: Array<{ command: string; args: Record<string, unknown> }>;

beforeEach(async () => {
  asked = [];
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const answers: Record<string, unknown> = {
      list_home_visits: { rows: [VISIT, { ...VISIT, ticketId: "t2", restricted: true, visitor: "" }] },
      list_proposals: { rows: [PROPOSAL, { ...PROPOSAL, ticketId: "t2", mayDecide: false, whyNot: "登记的人不能自己决定" }] },
      list_referrals: { rows: [REFERRAL] },
      list_staff: { staff: [], fields: [], qualifications: [] },
      decide_proposal: { id: "t1", version: "5" },
    };
    return JSON.stringify({ id, ok: answers[command] ?? { windows: [], papers: [], today: "2026-02-10", now: "2026-02-10T15:20:00+08:00" } });
  });
  await beginSession({ ...SESSION, accountId: crypto.randomUUID() });
});
afterEach(() => {
  document.body.innerHTML = "";
});

async function open(tab: number) {
  window.location.hash = `/waiting?tab=${tab}`;
  startRouter([{ path: "/waiting", title: "等着办的", view }]);
  const screen = mount(WaitingScreen, { attachTo: document.body });
  await flushPromises();
  return screen;
}

it("lists home visits with who goes and what has to be minded, and hides what is restricted", async () => {
  const screen = await open(0);
  const lines = screen.findAll("tbody tr").map((row) => row.text());
  expect(lines[0]).toContain("2月11日 周三 09:30");
  expect(lines[0]).toContain("张三绿色通道");
  expect(lines[0]).toContain("姚素琴、骆以安");
  expect(lines[0]).toContain("不打电话");
  expect(lines[1]).toContain("限制可见");
  expect(screen.text()).toContain("限制可见的办件不打进路线单");
  screen.unmount();
});

it("lets who may decide a proposal, with a reason, and tells another why not", async () => {
  const screen = await open(1);
  expect(screen.get(".one-proposal").text()).toContain("重复登记");
  expect(screen.get(".one-proposal button.primary").attributes("disabled")).toBeDefined();
  await screen.get("textarea").setValue("确实重复");
  await screen.get(".one-proposal form").trigger("submit");
  await flushPromises();
  const sent = asked.find((one) => one.command === "decide_proposal");
  expect(sent?.args).toEqual({ ticketId: "t1", version: "4", kind: "void", follow: true, reason: "确实重复" });
  await screen.findAll("tbody tr")[1]?.trigger("click");
  expect(screen.get(".one-proposal").text()).toContain("登记的人不能自己决定");
  screen.unmount();
});

it("tells of a referral how long nobody has answered", async () => {
  const screen = await open(2);
  const line = screen.get("tbody tr").text();
  for (const part of ["云川县公证处", "8 天", "超期 1 天", "未回执", "还没催过"]) expect(line).toContain(part);
  screen.unmount();
});
