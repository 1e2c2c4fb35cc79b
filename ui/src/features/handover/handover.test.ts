import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";

import { connect } from "../../shared/call";
import { startRouter } from "../../shared/router";
import { beginSession } from "../../shared/session";
import type { HandOverRow, Session, StaffRow } from "../../shared/wire";
import HandOverScreen from "./HandOverScreen.vue";

const SESSION = {
  accountId: "s9", login: "lu", name: "陆维桢", role: "director", roleName: "主任", rights: ["assign_ticket", "supervise"], windows: [],
  mustChangePassword: false, lockAfterMinutes: 5, siteName: "云川县", deskName: "", tier: "centre", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;
const ROW = {
  ticketId: "t1", number: "YC-Y260210-3014K", window: "consult", visitor: "张三", matter: "欠薪", restricted: false, green: false, stateName: "承办中",
  due: "2026-02-13", daysLeft: 3, toId: "", whyNot: "",
} satisfies HandOverRow;
const person = (id: string, name: string): StaffRow =>
  ({ id, name, role: "clerk", active: true, windows: [], fields: [], qualification: "" }) as unknown as StaffRow;
const view = (): never => {
  throw new Error("not opened");
};
let asked: Array<{ command: string; args: Record<string, unknown> }>;

beforeEach(async () => {
  asked = [];
  connect(async (line) => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: Record<string, unknown> };
    asked.push({ command, args });
    const to = Array.isArray(args.toIds) && args.toIds.length > 0 ? "b" : "";
    const handed = asked.some((one) => one.command === "hand_over");
    const rows = [{ ...ROW, toId: to }, { ...ROW, ticketId: "t2", whyNot: "要先办更换承办律师" }];
    const answers: Record<string, unknown> = {
      list_staff: { staff: [person("a", "姚素琴"), person("b", "骆以安")], fields: [], qualifications: [] },
      list_hand_over: { rows: handed ? [] : rows },
      hand_over: {},
      make_list: { pdf: "", pages: 0, count: 1, sha256: "", fileName: "", notes: [] },
    };
    return JSON.stringify({ id, ok: answers[command] ?? { windows: [], papers: [], today: "2026-02-10", now: "2026-02-10T15:20:00+08:00" } });
  });
  await beginSession(SESSION);
  window.location.hash = "/handover?from=a";
  startRouter([{ path: "/handover", title: "离岗移交", view }]);
});
afterEach(() => {
  document.body.innerHTML = "";
});

it("hands over all that can go, each to somebody, with a reason, and offers the list for printing", async () => {
  const screen = mount(HandOverScreen, { attachTo: document.body, global: { stubs: { PaperLayer: true } } });
  await flushPromises();
  expect(screen.text()).toContain("2 件，其中 1 件不能这样移交");
  const go = () => screen.get("form button.primary").attributes("disabled");
  expect(go()).toBeDefined();
  expect(screen.find("#to-a").exists()).toBe(false);
  await screen.get("#to-b").setValue(true);
  await flushPromises();
  expect(asked.at(-1)?.args).toEqual({ fromId: "a", toIds: ["b"] });
  expect(screen.get("select").attributes("aria-label")).toBe("YC-Y260210-3014K 的接收人");
  const inputs = screen.findAll("form input");
  await inputs.at(-1)?.setValue("调离");
  expect(go()).toBeUndefined();
  await screen.get("form").trigger("submit");
  await flushPromises();
  const sent = asked.find((one) => one.command === "hand_over");
  expect(sent?.args).toEqual({ fromId: "a", parts: [{ ticketId: "t1", toId: "b" }], reason: "调离" });
  expect(screen.find("paper-layer-stub").attributes("form")).toBe("handover");
  screen.unmount();
});
