import { describe, expect, it } from "vitest";

import type { AccessRow, InstitutionRow, Settings, StaffRow } from "../../shared/wire";
import { samplePeer } from "../exchange/testing";
import { passwordProblem } from "../login/lib";
import {
  codeSecrets,
  correctionOf,
  correctionProblem,
  fileSize,
  findAccess,
  institutionForm,
  isComplete,
  lockProblem,
  monday,
  numberIn,
  officeForm,
  officeReady,
  onDuty,
  oneTimePassword,
  pageKey,
  pageNamed,
  trayName, trayOffers,
  PAGES,
  parameterGroups,
  peersInOrder,
  promiseProblem,
  rekeySecrets,
  sortedStaff,
  staffForm,
  successorsOf,
  toggled,
  valueText,
  verifyLines,
  weekOf,
  withDay,
} from "./lib";

const member = (more: Partial<StaffRow>): StaffRow =>
  ({ id: "s1", version: "v1", login: "yao", name: "姚素琴", role: "clerk", windows: [], phone: "", unit: "", active: true, ...more }) as StaffRow;

describe("staff", () => {
  it("who are active stand first", () => {
    const sorted = sortedStaff([member({ name: "甲", active: false }), member({ name: "乙" })]);
    expect(sorted.map((one) => one.name)).toEqual(["乙", "甲"]);
  });
  it("are changed under the version the form was filled from", () => {
    const form = staffForm(member({ windows: ["aid"] }));
    expect(form).toMatchObject({ id: "s1", version: "v1", windows: ["aid"] });
    expect(isComplete(form)).toBe(true);
  });
  it("with an account get a first password, without one none", () => {
    const form = { ...staffForm(null), name: "邱知远", role: "handler" };
    expect(isComplete(form)).toBe(true);
    expect(isComplete({ ...form, login: "qiu" })).toBe(false);
    expect(isComplete({ ...form, login: "qiu", oneTimePassword: "abcd-efg2-hjkm" })).toBe(true);
    expect(isComplete({ ...form, role: "" })).toBe(false);
  });
  it("never get a generated password the desk would refuse, or one with look-alikes", () => {
    for (const byte of [0, 7, 31, 200, 255]) {
      const password = oneTimePassword(new Uint8Array(12).fill(byte));
      expect(passwordProblem(password, "yao")).toBeNull();
      expect(password).not.toMatch(/[01ilo]/);
    }
  });
});

describe("institutions", () => {
  const known: InstitutionRow = {
    id: "i1", version: "3", name: "云川县公证处", windows: ["notary"], categories: [], categoryNames: [], creditCode: "", branchOf: "", address: "",
    phone: "19900013219", contact: "", note: "", active: false,
  };
  it("are changed under the version the form was filled from, without touching the list", () => {
    const form = institutionForm(known);
    form.windows.push("forensic");
    expect(form).toMatchObject({ id: "i1", version: "3", active: false });
    expect(form).not.toHaveProperty("categoryNames");
    expect(known.windows).toEqual(["notary"]);
  });
  it("are new and in use without one", () => {
    expect(institutionForm(null)).toMatchObject({ id: "", version: "", active: true });
  });
});

describe("the duty roster", () => {
  it("begins on Monday, on Sundays too", () => {
    expect(monday("2026-02-10")).toBe("2026-02-09");
    expect(monday("2026-02-15")).toBe("2026-02-09");
    expect(monday("2026-02-09")).toBe("2026-02-09");
    expect(weekOf("2026-02-23").at(-1)).toBe("2026-03-01");
  });
  it("adds and takes off one person and leaves the others", () => {
    const days = [{ day: "2026-02-10", staffIds: ["s1", "s2"] }];
    const less = toggled(days, "2026-02-10", "s1");
    expect(less.staffIds).toEqual(["s2"]);
    expect(onDuty(withDay(days, less), "2026-02-10", "s1")).toBe(false);
    expect(toggled(days, "2026-02-11", "s1")).toEqual({ day: "2026-02-11", staffIds: ["s1"] });
  });
});

describe("office settings", () => {
  const settings = { version: "v1", lockAfterMinutes: 5, promisedDays: [{ window: "aid", workingDays: 3 }] } as unknown as Settings;
  it("have a promise for every window, none when nothing was set", () => {
    expect(officeForm(settings, ["consult", "aid"]).promisedDays).toEqual({ consult: "0", aid: "3" });
  });
  it.each(["", "0", "61", "5.5", "soon", "-1"])("do not lock after %s minutes", (lockAfterMinutes) => {
    const form = { ...officeForm(settings, []), lockAfterMinutes };
    expect(lockProblem(form)).not.toBeNull();
    expect(officeReady(form)).toBe(false);
  });
  it("promise up to a year", () => {
    const form = officeForm(settings, ["aid"]);
    expect(promiseProblem({ ...form, promisedDays: { aid: "365" } }, "aid")).toBeNull();
    expect(promiseProblem({ ...form, promisedDays: { aid: "366" } }, "aid")).not.toBeNull();
    expect(numberIn(" 30 ", 0, 365)).toBe(30);
  });
});

describe("backup and check", () => {
  it("say one line when all is sound and every fault when it is not", () => {
    const report = { entries: 5120, broken: [], differing: [], damaged: [], sound: true };
    expect(verifyLines(report)).toHaveLength(1);
    expect(verifyLines({ ...report, sound: false, broken: ["a"], damaged: ["p1", "p2"] })).toHaveLength(3);
  });
  it("write sizes as people read them", () => {
    expect(fileSize("18874368")).toBe("18.0 MB");
    expect(fileSize("2048")).toBe("2 KB");
    expect(fileSize("10")).toBe("1 KB");
    expect(fileSize("?")).toBe("");
  });
});

describe("the access log", () => {
  const rows = [
    { actor: "姚素琴", actionName: "看身份证号", subject: "YC-Y260210-3014K", reason: "电话核对本人" },
    { actor: "骆以安", actionName: "登录", subject: "", reason: "" },
  ] as AccessRow[];
  it("is found by person, deed, number and reason", () => {
    for (const text of ["姚素琴", "身份证", "3014k", "核对"]) expect(findAccess(rows, text)).toHaveLength(1);
    expect(findAccess(rows, " ")).toHaveLength(2);
    expect(findAccess(rows, "没有")).toHaveLength(0);
  });
});

describe("what is shown once", () => {
  it("is the code with whose it is, or nothing when everybody goes on as before", () => {
    expect(codeSecrets({ recoveryCode: "ABCD-1234", holder: "云川县司法局" })).toMatchObject({ code: "ABCD-1234", oneTime: [] });
    const done = { oneTime: [], recoveryCode: "", lostEscrow: false };
    expect(rekeySecrets(done)).toBeNull();
    expect(rekeySecrets({ ...done, lostEscrow: true })?.lostEscrow).toBe(true);
    expect(rekeySecrets({ ...done, oneTime: [{ login: "li", password: "abc2-abc2-abc2" }] })?.oneTime).toHaveLength(1);
  });
});

describe("a page of the settings", () => {
  it("is the first one for an unknown name", () => {
    expect(pageNamed("backup")).toBe("backup");
    expect(pageNamed(undefined)).toBe("staff");
  });
  it("has a digit of its own", () => {
    expect(PAGES.map((_, index) => pageKey(index)).join("")).toBe("1234567890-=");
  });
});

describe("desks that are exchanged with", () => {
  const peers = [
    samplePeer({ device: "3", state: "revoked" }),
    samplePeer({ device: "2" }),
    samplePeer({ device: "1", relation: "superior", segment: "YC", siteName: "中心" }),
    samplePeer({ device: "4", state: "frozen", deskName: "二号机" }),
  ];
  it("stand with the superior one first and those given up last", () => {
    expect(peersInOrder(peers).map((peer) => peer.device)).toEqual(["1", "4", "2", "3"]);
  });
  it("are followed by enrolled ones of the same site only", () => {
    expect(successorsOf(peers[3], peers).map((offer) => offer.code)).toEqual(["2"]);
    expect(successorsOf(undefined, peers)).toEqual([]);
  });
});

it("parameters stand under their headings and are read with their unit", () => {
  const row = (code: string, group: string) => ({
    code, group, name: code, unit: "日", measure: "days", value: "7", from: "", source: "通知", unverified: true, byArea: false, least: "1", most: "90", coming: "",
  });
  const groups = parameterGroups([row("a", "期限"), row("b", "期限"), row("c", "目标")]);
  expect(groups.map((group) => [group.name, group.rows.length])).toEqual([["期限", 2], ["目标", 1]]);
  expect(valueText({ measure: "days", unit: "日" }, "7")).toBe("7 日");
  expect(valueText({ measure: "flag", unit: "" }, "no")).toBe("否");
  expect(valueText({ measure: "days", unit: "日" }, "")).toBe("未设");
});

describe("the correction of a printer", () => {
  it("is kept in steps of half a millimetre up to twenty", () => {
    expect(["0", "1.5", "-1.5", "−20", "+2", "１．５", "-0", " 3 "].map(correctionOf)).toEqual(["0.0", "1.5", "-1.5", "-20.0", "2.0", "1.5", "0.0", "3.0"]);
    expect(["", "1.2", "20.5", "-21", "1,5", "abc", "1."].map(correctionOf)).toEqual([null, null, null, null, null, null, null]);
  });
  it("says at the field what to type instead", () => {
    expect(correctionProblem("2.5")).toBeNull();
    expect(correctionProblem("2.3")?.message).toContain("每 0.5 一档");
  });
});

it("a tray has the name people use, and the one that is set is never lost", () => {
  const trays = [{ option: "InputSlot=Tray2", name: "Tray2", isDefault: true }, { option: "InputSlot=Sheng", name: "Sheng", isDefault: false }];
  expect(trayOffers(trays, "").map((tray) => tray.name)).toEqual(["纸盒 2", "Sheng"]);
  expect(trayOffers([], "InputSlot=Tray3").map((tray) => tray.code)).toEqual(["InputSlot=Tray3"]);
  expect(["InputSlot=Tray3", "media-source=tray-1", "Sheng", ""].map(trayName)).toEqual(["纸盒 3", "纸盒 1", "Sheng", ""]);
});
