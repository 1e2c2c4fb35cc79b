import { beforeEach, expect, test } from "vitest";
import { connect, Refusal } from "../../shared/call";
import type { TicketPage } from "../../shared/wire";
import { useTicket } from "./store";
import { samplePage } from "./testing";

let pages: TicketPage[] = [];
let loads = 0;

beforeEach(() => {
  pages = [samplePage()];
  loads = 0;
  connect((line) => {
    const request: unknown = JSON.parse(line);
    expect(request).toMatchObject({ command: "get_ticket", args: { id: "t1" } });
    const page = pages[Math.min(loads, pages.length - 1)];
    loads += 1;
    return Promise.resolve(JSON.stringify({ id: 1, ok: page }));
  });
});

function refused(code: string): Refusal {
  return new Refusal({ code, kind: "conflict", message: "", hint: "", field: "" });
}

test("a change is made against the version on the screen, then the ticket is read again", async () => {
  pages = [samplePage(), samplePage({ version: "2" })];
  const store = useTicket("t1");
  await store.load();
  const versions: string[] = [];
  expect(await store.change((version) => Promise.resolve(versions.push(version)))).toBe(true);
  expect(versions).toEqual(["1"]);
  expect(store.version.value).toBe("2");
});

test("a newer version holds the change until the clerk goes on, then it is made against what was seen", async () => {
  const changed = samplePage({ version: "2", timeline: [] });
  changed.fields = changed.fields.map((field) => ({ ...field, value: "别人写的" }));
  pages = [samplePage(), changed];
  const store = useTicket("t1");
  await store.load();
  const versions: string[] = [];
  const made = store.change((version) => {
    versions.push(version);
    return version === "1" ? Promise.reject(refused("record.changed_meanwhile")) : Promise.resolve();
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(store.meanwhile.value?.fields).toHaveLength(2);
  expect(await store.goOn()).toBe(true);
  expect(await made).toBe(true);
  expect(versions).toEqual(["1", "2"]);
  expect(store.meanwhile.value).toBeNull();
});

test("another refusal is shown at its form and changes nothing", async () => {
  const store = useTicket("t1");
  await store.load();
  expect(await store.change(() => Promise.reject(refused("ticket.already_closed")))).toBe(false);
  expect(store.changeRefusal.value?.code).toBe("ticket.already_closed");
  expect(store.meanwhile.value).toBeNull();
});

test("a held change that is let go is never made", async () => {
  const store = useTicket("t1");
  await store.load();
  let tries = 0;
  const made = store.change(() => {
    tries += 1;
    return Promise.reject(refused("record.changed_meanwhile"));
  });
  await new Promise((resolve) => setTimeout(resolve));
  store.letGo();
  expect(await made).toBe(false);
  expect(tries).toBe(1);
});
