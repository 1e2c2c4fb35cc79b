import { describe, expect, it } from "vitest";

import { codeGroups, emptySetUp, groupMatches, openFields, setupProblem, stepOf } from "./lib";

const FILLED = {
  ...emptySetUp(), area: "云川县", segment: "YC", address: "学府路 8 号", phone: "19900012348", deskName: "1号窗口机", deviceMark: "1",
  adminLogin: "guan", adminName: "管平", adminPassword: "abcdefg1",
};

describe("the first start", () => {
  it("can be left page by page when everything needed is there", () => {
    expect(openFields(FILLED, 0)).toEqual([]);
    expect(openFields(FILLED, 1)).toEqual([]);
    expect(openFields(FILLED, 2)).toEqual([]);
  });
  it("names what is missing", () => {
    expect(openFields(emptySetUp(), 0)).toEqual(["area", "segment", "address", "phone"]);
    expect(openFields(emptySetUp(), 2)).toEqual(["adminLogin", "adminName", "adminPassword"]);
  });
  it.each(["yc", "Y", "YCC", "Y1", ""])("does not take %s for the letters of ticket numbers", (segment) => {
    expect(setupProblem({ ...FILLED, segment }, "segment")).not.toBeNull();
  });
  it("goes back to the page a refusal is about", () => {
    expect(stepOf("segment")).toBe(0);
    expect(stepOf("device_mark")).toBe(1);
    expect(stepOf("admin_password")).toBe(2);
  });
});

describe("the recovery code", () => {
  const code = "4QK7-M2XD-9RTP";
  it("is written in groups", () => {
    expect(codeGroups(code)).toEqual(["4QK7", "M2XD", "9RTP"]);
  });
  it("is checked by one group, in small letters too", () => {
    expect(groupMatches(code, 3, " 9rtp ")).toBe(true);
    expect(groupMatches(code, 3, "9RTQ")).toBe(false);
    expect(groupMatches(code, 4, "")).toBe(false);
  });
});
