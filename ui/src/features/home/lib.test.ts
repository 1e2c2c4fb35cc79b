import { describe, expect, it } from "vitest";

import type { Catalogue, FieldConflict, Home, TaskRow, Window } from "../../shared/wire";
import { backupLine, differenceLines, taskVisitor, tilesOf, waitingLines } from "./lib";

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

describe("what waits whoever has it in hand", () => {
  it("is named with its tab, and not where there is none", () => {
    expect(waitingLines({ homeVisits: 2, proposals: 0, referrals: 1 }).map((line) => [line.tab, line.count])).toEqual([[0, 2], [2, 1]]);
    expect(waitingLines(null)).toEqual([]);
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
  const catalogue = { windows: [{ fields: [{ code: "amount", kind: "money" }] }] } as unknown as Catalogue;
  it("writes amounts in yuan", () => {
    const amounts = ["530000", "350000"].map((value, index) => ({ ...versions[0], entry: `e${index}`, value }));
    const [line] = differenceLines([{ ...conflict, field: "field.amount", versions: amounts } as unknown as FieldConflict], catalogue);
    expect(line?.values.map((value) => value.before + value.differs + value.after)).toEqual(["5,300.00 元", "3,500.00 元"]);
  });
  it("shows each value once, a name larger", () => {
    const [line] = differenceLines([conflict], catalogue);
    expect(line?.values.map((value) => value.differs)).toEqual(["甲", "乙"]);
    expect(line?.glyph).toBe(true);
  });
});

describe("the line about backups", () => {
  it("says when the last one was, and why there is no newer one", () => {
    const today = "2026-02-10";
    const fault = "磁盘已满";
    const at = "2026-02-10T09:00:00+08:00";
    const lines = [
      backupLine({ lastBackup: "", backupFault: "" }, today),
      backupLine({ lastBackup: at, backupFault: "" }, today),
      backupLine({ lastBackup: at, backupFault: fault }, today),
      backupLine({ lastBackup: "", backupFault: fault }, today),
    ];
    expect(new Set(lines).size).toBe(4);
    expect(lines.map((line) => line.includes(fault))).toEqual([false, false, true, true]);
    expect(lines.map((line) => line.includes("09:00"))).toEqual([false, true, true, false]);
  });
});
