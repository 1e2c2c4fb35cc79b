import { flushPromises, mount } from "@vue/test-utils";
import { expect, it } from "vitest";

import { connect } from "../../shared/call";
import { beginSession } from "../../shared/session";
import type { Session } from "../../shared/wire";
import { samplePage } from "./testing";
import TicketHead from "./TicketHead.vue";

const SESSION = {
  accountId: "s1", login: "ji", name: "吉克史布", role: "clerk", roleName: "窗口人员", rights: [], windows: [], mustChangePassword: false,
  lockAfterMinutes: 5, siteName: "云顶彝族乡", deskName: "", tier: "station", rulesBy: "", largePrint: false, foundElsewhere: "",
} satisfies Session;

async function head(tier: string): Promise<{ text: string; asked: string[] }> {
  const asked: string[] = [];
  connect(async (line) => {
    const { id, command } = JSON.parse(line) as { id: number; command: string };
    asked.push(command);
    const answers: Record<string, unknown> = { ticket_exchange: { state: "exported", stateName: "已导出" } };
    return JSON.stringify({ id, ok: answers[command] ?? { windows: [], today: "2026-02-10", now: "2026-02-10T15:05:00+08:00" } });
  });
  await beginSession({ ...SESSION, tier });
  const mounted = mount(TicketHead, { props: { page: samplePage() } });
  await flushPromises();
  const text = mounted.text();
  mounted.unmount();
  return { text, asked };
}

it("a ticket at a station says how far it is on its way to the centre", async () => {
  expect((await head("station")).text).toContain("已导出");
});

it("a ticket at the centre goes nowhere, so nobody asks", async () => {
  const { text, asked } = await head("centre");
  expect(text).not.toContain("已导出");
  expect(asked).not.toContain("ticket_exchange");
});
