import { describe, expect, it } from "vitest";

import type { RatingTask } from "../../shared/wire";
import { levelsOf, sortedTasks } from "./lib";

const task = (more: Partial<RatingTask>): RatingTask =>
  ({ id: "r", ratedName: "骆以安", at: "2026-02-09", handledAt: "", state: "open", overall: 1, attitude: 2, efficiency: 0, skill: 3, ...more }) as RatingTask;

describe("bad ratings", () => {
  it("stand open ones first, in the order they came", () => {
    const tasks = [task({ id: "c", state: "done" }), task({ id: "b", at: "2026-02-10" }), task({ id: "a", at: "2026-02-08" })];
    expect(sortedTasks(tasks).map((one) => one.id)).toEqual(["a", "b", "c"]);
  });
  it("show the levels that were given", () => {
    expect(levelsOf(task({})).map((one) => one.level)).toEqual([1, 2, 3]);
  });
});
