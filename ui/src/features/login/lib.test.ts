import { describe, expect, it } from "vitest";

import { passwordProblem, repeatProblem, secondsLeft } from "./lib";

describe("a new password", () => {
  it.each(["abcdefg1", "桂花巷口第三棵1", "correct horse", "门前大树下1棵树"])("%s is taken", (password) => {
    expect(passwordProblem(password, "wang")).toBeNull();
  });
  it.each(["", "abc-123", "abcdefgh", "12345678", "!!!!!!!!", "门前大树1"])("%s is not", (password) => {
    expect(passwordProblem(password, "wang")).not.toBeNull();
  });
  it("is not the account in other writing", () => {
    expect(passwordProblem("WANG-2026", "wang-2026")).not.toBeNull();
    expect(passwordProblem("ｗａｎｇ-2026", "wang-2026")).not.toBeNull();
  });
  it("has to be written the same way twice", () => {
    expect(repeatProblem("abcdefg1", "abcdefg1")).toBeNull();
    expect(repeatProblem("abcdefg1", "abcdefg2")).not.toBeNull();
  });
});

describe("the wait after wrong passwords", () => {
  it("runs down to nothing and not below", () => {
    expect(secondsLeft(60, 0.9)).toBe(60);
    expect(secondsLeft(60, 13.2)).toBe(47);
    expect(secondsLeft(60, 75)).toBe(0);
  });
});
