import { describe, expect, it } from "vitest";

import {
  broughtConflicts,
  choicesOf,
  clockWords,
  continuity,
  fileMark,
  firstTab,
  folderOf,
  mainPeer,
  mergedFiles,
  missingWords,
  peerName,
  primaryOf,
  progressOf,
  receivedWords,
  reportTitle,
  rulesLine,
  senderOf,
  shortName,
  sortedPeers,
  spanWords,
  standingOf,
  tabsOf,
  turned,
} from "./lib";
import { sampleConflict, sampleDone, sampleFile, samplePeer, samplePreview, sampleRow } from "./testing";

const TODAY = "2026-02-10";
const bare = { newTickets: [], changedTickets: [], conflicts: [], duplicates: [], refused: [] };

describe("work on a file", () => {
  it("is told with its counts, once they are known", () => {
    const now = { doing: "writing", done: 3, total: 0, waitingFiles: 0, conflicts: 0 };
    expect(progressOf(null)).toBeNull();
    expect(progressOf({ ...now, doing: "" })).toBeNull();
    expect(progressOf(now)?.words).toBe("正在写文件");
    expect(progressOf({ ...now, total: 9 })).toEqual({ done: 3, total: 9, words: "正在写文件 3 / 9 条" });
  });
});

describe("rules of a station", () => {
  const centre = samplePeer({ relation: "superior", lastMadeAt: "2026-02-09T17:00:00+08:00", lastNumber: 4 });
  it("are those of the newest file of the centre", () => {
    expect(rulesLine([samplePeer()], TODAY)).toBeNull();
    expect(rulesLine([centre], TODAY)).toEqual({ old: false, text: "期限、参数和文书样式截至 2月9日（中心第 4 号文件）" });
    expect(rulesLine([{ ...centre, lastNumber: 0 }], TODAY)?.old).toBe(true);
    expect(rulesLine([{ ...centre, sameRules: false }], TODAY)?.text).toContain("与中心的不一致");
    expect(rulesLine([{ ...centre, lastMadeAt: "2026-01-11T17:00:00+08:00" }], TODAY)?.old).toBe(true);
    expect(rulesLine([{ ...centre, lastMadeAt: "2026-01-12T17:00:00+08:00" }], TODAY)?.old).toBe(false);
  });
});

describe("a file", () => {
  it("says how it follows the one before", () => {
    expect(continuity(samplePreview())).toBe("接第 11 号，不缺号");
    expect(continuity(samplePreview({ number: 1 }))).toBe("第一个文件");
    expect(continuity(samplePreview({ verdict: "gap", missingFirst: 7, missingLast: 7 }))).toBe("缺第 7 号");
    expect(continuity(samplePreview({ verdict: "lacks" }))).toBe("接着别处的记录，等那些先到");
    expect(missingWords({ missingFirst: 7, missingLast: 9 })).toBe("缺第 7 至 9 号");
  });
  it("counts what will be written, with what was taken back before", () => {
    expect(primaryOf(samplePreview())).toEqual({ label: "写入 16 条", able: true });
    expect(primaryOf(samplePreview({ fresh: 0, returned: 3 })).label).toBe("写入 3 条");
    expect(primaryOf(samplePreview({ fresh: 0 })).able).toBe(true);
  });
  it("that was applied before is not written again, one that came too early is kept", () => {
    expect(primaryOf(samplePreview({ verdict: "seen_before" })).able).toBe(false);
    expect(primaryOf(samplePreview({ verdict: "gap" }))).toMatchObject({ able: true, label: "先收着，等前面的文件" });
    expect(primaryOf(samplePreview({ verdict: "forked" })).label).not.toContain("写入");
  });
  it("begins with what needs a person", () => {
    expect(firstTab(samplePreview())).toBe("conflicts");
    expect(firstTab(samplePreview({ conflicts: [] }))).toBe("refused");
    expect(firstTab(samplePreview({ ...bare, changedTickets: samplePreview().changedTickets }))).toBe("changed");
    expect(firstTab(samplePreview(bare))).toBe("fresh");
  });
  it("has a tab for conflicts of interest only when there are some", () => {
    expect(tabsOf(samplePreview()).map((tab) => [tab.code, tab.count])).toEqual([
      ["fresh", 2], ["changed", 1], ["conflicts", 1], ["duplicates", 1], ["refused", 1],
    ]);
    expect(tabsOf(samplePreview({ interests: [{ ticketNumber: "1", otherNumber: "2", sentence: "两方", excludedStaff: [] }] })).at(-1)?.code).toBe("interests");
  });
  it("is turned through without falling off its ends", () => {
    const tabs = tabsOf(samplePreview());
    expect(turned(tabs, "fresh", -1)).toBe("fresh");
    expect(turned(tabs, "fresh", 1)).toBe("changed");
    expect(turned(tabs, "refused", 1)).toBe("refused");
  });
  it("is reported as written, kept or known", () => {
    expect(reportTitle(sampleDone())).toContain("已写入");
    expect(reportTitle(sampleDone({ package: sampleRow({ state: "held" }) }))).toContain("已收下");
    expect(reportTitle(sampleDone({ seenBefore: true }))).toContain("没有变化");
  });
});

describe("a clock", () => {
  it("is said to be fast in its largest unit", () => {
    expect([12, 60, 300, 4320].map(spanWords)).toEqual(["12 分钟", "1 小时", "5 小时", "3 天"]);
    expect(clockWords(0)).not.toContain("快 ");
    expect(clockWords(4320)).toBe("快 3 天");
  });
});

describe("the board", () => {
  const words = (extra: Parameters<typeof samplePeer>[0], previewing = ""): string => standingOf(samplePeer(extra), TODAY, previewing).text;
  it("says the most pressing thing of a desk", () => {
    expect(words({})).toBe("已回执");
    expect(words({ notWritten: 4 })).toBe("待发 4 条");
    expect(words({ notWritten: 4, takenBack: true })).toBe("撤销过，待回传");
    expect(words({ state: "frozen", stoppedId: "p12", stoppedNumber: 12 })).toBe("写到一半被冻结");
    expect(words({ state: "revoked", stoppedId: "p12", stoppedNumber: 12 })).toBe("写到一半被停用");
    expect(words({ missingFirst: 7, missingLast: 7, clockAheadMinutes: 4320 })).toBe("缺第 7 号");
    expect(words({ lastReceivedAt: "2026-01-30T09:00:00+08:00" })).toBe("11 天未交换");
    expect(words({ clockAheadMinutes: 4320 })).toBe("时钟快 3 天");
    expect(words({ clockAheadMinutes: 12 })).toBe("已回执");
    expect(words({ setAsideHere: 1, rejectedThere: 2 })).toBe("隔离 3 条");
    expect(words({ sameRules: false })).toBe("规则版本不同");
    expect(words({ lastReceivedAt: "", lastNumber: 0 })).toBe("还没收过");
    expect(words({ state: "frozen", missingFirst: 7, missingLast: 7 })).toBe("已冻结");
    expect(words({ missingFirst: 7, missingLast: 7 }, "YD")).toBe("正在预览");
    expect(words({ state: "revoked" }, "YD")).toBe("已停用");
  });
  it("tells seven days apart from six", () => {
    expect(words({ lastReceivedAt: "2026-02-04T23:00:00+08:00" })).toBe("已回执");
    expect(words({ lastReceivedAt: "2026-02-03T23:00:00+08:00" })).toBe("7 天未交换");
  });
  it("has what is pressing first and what was given up last", () => {
    const peers = [
      samplePeer({ device: "1" }),
      samplePeer({ device: "2", state: "revoked", missingFirst: 1, missingLast: 1 }),
      samplePeer({ device: "3", missingFirst: 7, missingLast: 7 }),
      samplePeer({ device: "4", lastReceivedAt: "2026-02-10T08:00:00+08:00" }),
    ];
    expect(sortedPeers(peers, TODAY).map((peer) => peer.device)).toEqual(["3", "4", "1", "2"]);
  });
  it("names the computer where a site has several", () => {
    const peers = [samplePeer(), samplePeer({ device: "13", deskName: "二号机" }), samplePeer({ device: "20", segment: "SH", siteName: "双河镇" })];
    expect(peers.map((peer) => peerName(peer, peers))).toEqual(["云顶彝族乡工作站 一号机", "云顶彝族乡工作站 二号机", "双河镇"]);
  });
});

describe("a line of the board", () => {
  it("has the name that tells stations apart, and the centre's whole", () => {
    expect(shortName("云顶彝族乡公共法律服务工作站")).toBe("云顶彝族乡");
    expect(shortName("云顶彝族乡公共法律服务工作站 二号机")).toBe("云顶彝族乡 二号机");
    expect(shortName("云川县公共法律服务中心")).toBe("云川县公共法律服务中心");
    expect(shortName("工作站")).toBe("工作站");
  });
  it("has the time for today and the day for others", () => {
    expect(receivedWords({ lastReceivedAt: "2026-02-10T15:05:00+08:00" }, TODAY)).toBe("今天 15:05");
    expect(receivedWords({ lastReceivedAt: "2026-02-09T15:05:00+08:00" }, TODAY)).toBe("2月9日");
    expect(receivedWords({ lastReceivedAt: "" }, TODAY)).toBe("–");
  });
});

describe("the desk of the one key", () => {
  it("is the centre at a station, and nobody where several could be meant", () => {
    const centre = samplePeer({ device: "1", relation: "superior" });
    expect(mainPeer([samplePeer(), centre])?.device).toBe("1");
    expect(mainPeer([samplePeer()])?.device).toBe("12");
    expect(mainPeer([samplePeer(), samplePeer({ device: "13" })])).toBeNull();
    expect(mainPeer([{ ...centre, state: "frozen" }])).toBeNull();
    expect(mainPeer([])).toBeNull();
  });
});

describe("files on sticks", () => {
  it("stand newest first, those of no use here last, each once", () => {
    const files = [
      sampleFile({ path: "/a/1", number: 1, madeAt: "2026-02-08T08:00:00+08:00" }),
      sampleFile({ path: "/a/2", number: 2, forHere: false }),
      sampleFile({ path: "/a/3", number: 3, seenBefore: true }),
    ];
    const more = [sampleFile({ path: "/b/4", number: 4 }), files[0] ?? sampleFile()];
    expect(mergedFiles([files, more]).map((file) => file.number)).toEqual([4, 1, 3, 2]);
  });
  it("say whose they are and whether they are new", () => {
    expect(senderOf(sampleFile())).toBe("云顶彝族乡工作站");
    expect(senderOf(sampleFile({ fromName: "" }))).toBe("YD（未登记）");
    expect(fileMark(sampleFile()).text).toBe("没收过");
    expect(fileMark(sampleFile({ seenBefore: true })).text).toBe("收过");
    expect(fileMark(sampleFile({ forHere: false, seenBefore: true })).text).toBe("不是发给本机的");
  });
  it("lie in a folder, whatever the system writes between", () => {
    expect(folderOf("/media/yao/U盘/YD-12.fcx")).toBe("/media/yao/U盘");
    expect(folderOf("E:\\交换\\YD-12.fcx")).toBe("E:\\交换");
    expect(folderOf("E:\\YD-12.fcx")).toBe("E:\\");
    expect(folderOf("/YD-12.fcx")).toBe("/");
    expect(folderOf("YD-12.fcx")).toBe("");
  });
});

describe("differences of a file", () => {
  it("are those of the tickets it brought them to, in its order", () => {
    const preview = samplePreview({
      conflicts: ["c2", "c1"].map((id) => ({ id, number: id, windowName: "", visitor: "" })),
    });
    const all = ["c1", "c9", "c2"].map((ticketId) => sampleConflict({ ticketId, subjectId: ticketId }));
    expect(broughtConflicts(all, preview).map((conflict) => conflict.ticketId)).toEqual(["c2", "c1"]);
    expect(broughtConflicts(all, null)).toEqual([]);
  });
  it("offer every value, another one, and to leave it open", () => {
    expect(choicesOf(sampleConflict().versions).map((choice) => choice.kind)).toEqual(["value", "value", "neither", "later"]);
  });
});
