import { describe, expect, it } from "vitest";

import { grow, isPaperNumber, NO_BURST, pathOfNumber, read, without, type Burst } from "./scanner";

function typed(text: string, pauseMs: number): { burst: Burst; end: number } {
  let burst = NO_BURST;
  let at = 1000;
  for (const sign of text) {
    burst = grow(burst, sign, at);
    at += pauseMs;
  }
  return { burst, end: at };
}

describe("a burst of characters that ends with Enter", () => {
  it("is a ticket number when it looks like one", () => {
    const { burst, end } = typed("yc-y260210-3014k", 8);
    expect(read(burst, end)).toEqual({ kind: "ticket", text: "YC-Y260210-3014K", typed: "yc-y260210-3014k" });
  });
  it("is that of a blank slip when its window letter says so", () => {
    const { burst, end } = typed("yc-x260210-3001k", 8);
    expect(read(burst, end)).toEqual({ kind: "slip", text: "YC-X260210-3001K", typed: "yc-x260210-3001k" });
  });
  it("is an id card when it is eighteen characters of an id number", () => {
    const { burst, end } = typed("51992119800101931x", 5);
    expect(read(burst, end)?.kind).toBe("idCard");
  });
  it("is ordinary typing when a hand was that slow", () => {
    const { burst, end } = typed("YC-Y260210-3014K", 90);
    expect(read(burst, end)).toBeNull();
  });
  it("is ordinary typing when Enter comes late", () => {
    const { burst, end } = typed("YC-Y260210-3014K", 8);
    expect(read(burst, end + 400)).toBeNull();
  });
  it("means nothing when it is neither", () => {
    const { burst, end } = typed("6901234567892", 8);
    expect(read(burst, end)).toBeNull();
  });
  it("begins after the last pause, so that letters typed before do not spoil it", () => {
    let burst = grow(NO_BURST, "a", 0);
    for (const [index, sign] of [..."YC-Y260210-3014K"].entries()) burst = grow(burst, sign, 500 + index * 8);
    expect(read(burst, 500 + 17 * 8)?.text).toBe("YC-Y260210-3014K");
  });
});

describe("the field a scanner typed into", () => {
  it("gets its own text back, wherever the cursor stood", () => {
    expect(without("张三YC-Y260210-3014K李", "YC-Y260210-3014K", 18)).toBe("张三李");
    expect(without("YC-Y260210-3014K", "YC-Y260210-3014K", 16)).toBe("");
  });
  it("keeps its text when the characters did not get there", () => {
    expect(without("张三", "YC-Y260210-3014K", 2)).toBe("张三");
  });
});

it("tells the number of a paper from that of a ticket", () => {
  expect(isPaperNumber("YC-P260210-3014K")).toBe(true);
  expect(isPaperNumber("ycp2602103014k")).toBe(true);
  expect(isPaperNumber("YC-Y260210-3014K")).toBe(false);
  expect(["yc-p260210-3014k", "YC-X260210-3001K", "YC-Y260210-3014K"].map(pathOfNumber)).toEqual(["/papers/YC-P260210-3014K", "/slips/YC-X260210-3001K", ""]);
});
