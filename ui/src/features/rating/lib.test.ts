import { expect, test } from "vitest";
import {
  codeFromTyped,
  currentRow,
  isWaiting,
  levelBeside,
  ratingToSend,
  rowBeside,
  rowsLeft,
  stageAfterPoll,
  type Chosen,
} from "./lib";

const all: Chosen = { attitude: 5, efficiency: 4, skill: 3, overall: 4 };

test("nothing is sent while a row has no choice", () => {
  expect(ratingToSend("t", { ...all, skill: undefined }, "", false)).toBeNull();
  expect(ratingToSend("t", {}, "很好", true)).toBeNull();
});

test("what is sent is what was chosen", () => {
  expect(ratingToSend("t", all, " 快 ", true)).toEqual({
    token: "t", attitude: 5, efficiency: 4, skill: 3, overall: 4, comment: "快", anonymous: true,
  });
});

test("the first row without a choice is the current one", () => {
  expect(currentRow({})).toBe("attitude");
  expect(currentRow({ attitude: 5, skill: 1 })).toBe("efficiency");
  expect(currentRow(all)).toBeUndefined();
  expect(rowsLeft({ attitude: 5, skill: 1 })).toBe(2);
});

test("arrows stay on the page", () => {
  expect(levelBeside(5, -1)).toBe(5);
  expect(levelBeside(5, 1)).toBe(4);
  expect(levelBeside(1, 1)).toBe(1);
  expect(rowBeside("overall", 1)).toBe("overall");
  expect(rowBeside("attitude", 1)).toBe("efficiency");
});

test("a new token begins afresh, the same one changes nothing", () => {
  expect(stageAfterPoll("idle", "", { state: "asking", token: "b" }, false)).toEqual({ stage: "rows", token: "b", fresh: true });
  expect(stageAfterPoll("words", "b", { state: "asking", token: "b" }, false)).toEqual({ stage: "words", token: "b", fresh: false });
  expect(stageAfterPoll("words", "b", { state: "asking", token: "c" }, false)).toEqual({ stage: "rows", token: "c", fresh: true });
});

test("a rating the desk stopped leaves the screen, one begun with a code stays", () => {
  expect(stageAfterPoll("rows", "b", { state: "idle", token: "" }, false).stage).toBe("idle");
  expect(stageAfterPoll("rows", "K7M2P9", { state: "idle", token: "" }, true).stage).toBe("rows");
});

test("a code is read with or without spaces", () => {
  expect(codeFromTyped(" k7m2-p9 ")).toBe("K7M2P9");
});

test("the desk waits only for the rating of the ticket on screen", () => {
  expect(isWaiting({ state: "waiting", ticketId: "a" }, "a")).toBe(true);
  expect(isWaiting({ state: "waiting", ticketId: "b" }, "a")).toBe(false);
  expect(isWaiting(null, "a")).toBe(false);
});
