import { describe, expect, it } from "vitest";

import type { Screen } from "../shared/router";
import { barOf, capsOf, endsSession, isCurrent, jumpsOf, lockAfterMs } from "./lib";
import { screens } from "./screens";

describe("key caps", () => {
  it.each([
    ["F8", ["F8"]],
    ["Alt+X", ["Alt", "X"]],
    ["d", ["D"]],
    ["PageDown", ["PgDn"]],
    [["ArrowUp", "ArrowDown"], ["↑"]],
    ["+", ["+"]],
  ])("of %o are %o", (keys, caps) => {
    expect(capsOf({ keys })).toEqual(caps);
  });
  it("are what the binding says when it says so", () => {
    expect(capsOf({ keys: ["1", "2"], caps: "1–6" })).toEqual(["1–6"]);
  });
});

describe("the screens", () => {
  it("have letters and paths of their own", () => {
    const letters = jumpsOf(screens).map((jump) => jump.letter);
    expect(new Set(letters).size).toBe(letters.length);
    expect(new Set(screens.map((screen) => screen.path)).size).toBe(screens.length);
  });
  it("stand under a rail entry that exists", () => {
    const paths = screens.map((screen) => screen.path);
    for (const screen of screens) if (screen.under !== undefined) expect(paths).toContain(screen.under);
  });
  it("mark the rail entry they belong to", () => {
    const view = (): never => {
      throw new Error("not opened");
    };
    const list: Screen = { path: "/tickets", title: "办件", view };
    const one: Screen = { path: "/tickets/:id", title: "办件", view, under: "/tickets" };
    expect(isCurrent(list, one)).toBe(true);
    expect(isCurrent(one, list)).toBe(false);
    expect(isCurrent(list, null)).toBe(false);
  });
});

describe("the desk", () => {
  it("locks after at least a minute", () => {
    expect(lockAfterMs(0)).toBe(60_000);
    expect(lockAfterMs(5)).toBe(300_000);
  });
  it("knows by the code that nobody is logged in any more", () => {
    expect(endsSession({ code: "session.locked" })).toBe(true);
    expect(endsSession({ code: "session.must_change" })).toBe(false);
  });
});

describe("the key bar", () => {
  it("shows a key once, with what the upper layer makes of it", () => {
    const run = (): void => undefined;
    const bar = barOf([
      { keys: "F8", label: "存", bar: true, run },
      { keys: "Escape", label: "不改", bar: true, run },
      { keys: "F8", label: "派单", bar: true, run },
      { keys: ["F3", "Ctrl+F"], label: "查找", bar: true, run },
      { keys: "F5", label: "刷新", run },
    ]);
    expect(bar.map((each) => each.label)).toEqual(["存", "不改", "查找"]);
  });
});
