import type { ExchangeBoard, FieldConflict, PackageDone, PackageOuter, PackagePreview, PackageRow, PeerRow } from "../../shared/wire";

/** A desk of a station for tests. */
export function samplePeer(extra: Partial<PeerRow> = {}): PeerRow {
  return {
    device: "12", relation: "subordinate", siteName: "云顶彝族乡工作站", segment: "YD", tier: "station", deskName: "一号机", fingerprint: "4821 0937",
    state: "enrolled", stateReason: "", lastNumber: 11, lastMadeAt: "2026-02-09T17:00:00+08:00", lastReceivedAt: "2026-02-09T18:00:00+08:00", missingFirst: 0,
    missingLast: 0, waitingFiles: 0, stoppedId: "", stoppedNumber: 0, stoppedDone: 0, stoppedEntries: 0, unconfirmed: 0, unconfirmedSince: "", notWritten: 0, takenBack: false, program: "0.1.0", sameRules: true, keysConfirmed: true, clockAheadMinutes: 0, oldestConflict: "",
    rejectedThere: 0, setAsideHere: 0, stateCodeThere: "K7Q2", stateCodeHere: "K7Q2", ...extra,
  };
}

/** A board with these desks. */
export function sampleBoard(peers: PeerRow[], extra: Partial<ExchangeBoard> = {}): ExchangeBoard {
  return { stateCode: "M3T9", hasCentre: false, notExported: 0, exported: 0, confirmed: 0, peers, ...extra };
}

/** A file with a bit of everything. */
export function samplePreview(extra: Partial<PackagePreview> = {}): PackagePreview {
  const ticket = (id: string, visitor = "阿的·木呷约布") => ({ id, number: `YD-Y260210-${id}`, windowName: "法律援助", visitor });
  return {
    path: "/media/yao/U盘/YD-12.fcx", packageId: "p12", verdict: "next", verdictText: "文件完整，可以导入", verdictHint: "", fromName: "云顶彝族乡工作站", fromSegment: "YD",
    number: 12, madeAt: "2026-02-10T08:40:00+08:00", code: "F4H8", missingFirst: 0, missingLast: 0, clockAheadMinutes: 0, entries: 46, fresh: 16, known: 29, returned: 0,
    newer: 0, newTickets: [ticket("n1"), ticket("n2", "")], changedTickets: [ticket("c1")], conflicts: [ticket("c1")],
    differences: [sampleConflict()],
    duplicates: [{ first: "罗水望", second: "罗水旺", reasons: ["姓名相近", "同一天出生"] }], interests: [],
    refused: [{ entry: "12.1.31", reason: "record.invalid", reasonText: "身份证号校验位不对" }], ...extra,
  };
}

/** A file that was taken in. */
export function sampleRow(extra: Partial<PackageRow> = {}): PackageRow {
  return {
    id: "p12", way: "in", device: "12", siteName: "云顶彝族乡工作站", number: 12, fileName: "YD-12.fcx", madeAt: "2026-02-10T08:40:00+08:00", at: "2026-02-10T15:05:00+08:00",
    by: "姚素琴", state: "applied", stateName: "已写入", entries: 46, fresh: 16, known: 29, returned: 0, refused: 1, canUndo: true, stopped: "", code: "F4H8", ...extra,
  };
}

/** What was done with a file. */
export function sampleDone(extra: Partial<PackageDone> = {}): PackageDone {
  return { package: sampleRow(), seenBefore: false, followed: [], backup: "2026-02-10-1505.fcb", ...extra };
}

/** A file on a stick. */
export function sampleFile(extra: Partial<PackageOuter> = {}): PackageOuter {
  return {
    path: "/media/yao/U盘/YD-12.fcx", name: "YD-12.fcx", fromSegment: "YD", fromName: "云顶彝族乡工作站", toSegment: "YC", number: 12,
    madeAt: "2026-02-10T08:40:00+08:00", forHere: true, seenBefore: false, ...extra,
  };
}

/** A difference between the centre and a station. */
export function sampleConflict(extra: Partial<FieldConflict> = {}): FieldConflict {
  return {
    subjectKind: "ticket", subjectId: "c1", ticketId: "c1", visitor: "阿的·木呷约布", field: "field.amount", fieldName: "金额", highRisk: true,
    versions: [
      { entry: "e1", value: "1262500", actor: "姚素琴", siteName: "中心", at: "2026-02-10T09:54:00+08:00", provisional: true },
      { entry: "e2", value: "1226500", actor: "吉克史布", siteName: "云顶彝族乡工作站", at: "2026-02-09T16:20:00+08:00", provisional: false },
    ],
    ...extra,
  };
}
