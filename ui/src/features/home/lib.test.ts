import { describe, expect, it } from "vitest";

import type { FieldConflict, Home, TaskRow, Window } from "../../shared/wire";
import { differenceLines, taskVisitor, tilesOf } from "./lib";

const WINDOWS = [
  { code: "aid", name: "法律援助", key: 2 },
  { code: "consult", name: "律师咨询", key: 1 },
] as Window[];

describe("the tiles", () => {
  it("stand in the order of their keys and show dashes before anything is known", () => {
    const tiles = tilesOf(WINDOWS, null);
    expect(tiles.map((tile) => tile.code)).toEqual(["consult", "aid"]);
    expect(tiles[0]?.numbers.map((number) => number.text)).toEqual(["–", "–", "–", "–"]);
  });
  it("mark what is late and what is soon, but not when it is none", () => {
    const home = { tiles: [{ window: "aid", today: 3, open: 12, dueSoon: 0, overdue: 1 }] } as unknown as Home;
    const aid = tilesOf(WINDOWS, home)[1];
    expect(aid?.numbers.map((number) => number.kind)).toEqual(["plain", "plain", "zero", "over"]);
  });
});

describe("a task", () => {
  it("of a restricted ticket names nobody", () => {
    expect(taskVisitor({ restricted: true, visitor: "" } as TaskRow)).toBe("限制可见");
    expect(taskVisitor({ restricted: true, visitor: "查永顺" } as TaskRow)).toBe("查永顺");
    expect(taskVisitor({ restricted: false, visitor: "" } as TaskRow)).not.toBe("限制可见");
  });
});

describe("a difference", () => {
  const versions = ["甲", "乙", "甲"].map((value, index) => ({ entry: `e${index}`, value, actor: "", siteName: "", at: "", provisional: false }));
  const conflict = { subjectId: "t1", field: "name", fieldName: "姓名", visitor: "甲", versions } as unknown as FieldConflict;
  it("shows each value once, a name larger", () => {
    const [line] = differenceLines([conflict]);
    expect(line?.values.map((value) => value.differs)).toEqual(["甲", "乙"]);
    expect(line?.glyph).toBe(true);
  });
});
