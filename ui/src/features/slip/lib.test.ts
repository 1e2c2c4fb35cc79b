import { expect, test } from "vitest";

import { countOf } from "./lib";

test("slips are counted from 1 to 100", () => {
  expect([" 10 ", "1", "100"].map(countOf)).toEqual([10, 1, 100]);
  expect(["", "0", "101", "1.5", "-3", "x"].map(countOf)).toEqual([0, 0, 0, 0, 0, 0]);
});
