import { describe, expect, it } from "vitest";

import type { SearchHit } from "../../shared/wire";
import { openedBy, step, wanted } from "./lib";

const hit = (id: string): SearchHit => ({ ticket: { id }, why: "" }) as SearchHit;

describe("the text to look for", () => {
  it("is one Chinese character or two letters at least", () => {
    expect(wanted(" 查 ")).toBe("查");
    expect(wanted("zh")).toBe("zh");
    expect(wanted("z")).toBe("");
    expect(wanted("9")).toBe("");
    expect(wanted("  ")).toBe("");
  });
});

describe("the finds", () => {
  it("are walked through from the text itself to the last", () => {
    expect(step(-1, 1, 2)).toBe(0);
    expect(step(1, 1, 2)).toBe(1);
    expect(step(0, -1, 2)).toBe(-1);
    expect(step(-1, -1, 2)).toBe(-1);
  });
  it("open by Enter when one is chosen or there is only one", () => {
    expect(openedBy([hit("a"), hit("b")], 1)).toBe("b");
    expect(openedBy([hit("a")], -1)).toBe("a");
    expect(openedBy([hit("a"), hit("b")], -1)).toBe("");
    expect(openedBy([], -1)).toBe("");
  });
});
