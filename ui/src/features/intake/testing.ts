import type { Catalogue, IntakeCheck, SamePerson, Window } from "../../shared/wire";
import { blankVisitor } from "./lib";

/** A choice whose only extra key is the given one. */
function choice(code: string, name: string, ...keys: string[]): { code: string; name: string; keys: string[]; green: boolean } {
  return { code, name, keys, green: false };
}

function window(code: string, name: string, key: number, extra: Partial<Window> = {}): Window {
  return {
    code,
    name,
    shortName: name,
    key,
    fields: [],
    matters: [{ code: "ldbc", name: `${name}劳动报酬`, materials: [], greenReason: "" }],
    outcomes: [],
    refusals: [],
    told: [],
    phrases: ["来访人咨询讨要工钱的办法。"],
    nameOptional: false,
    ...extra,
  };
}

/** A small dictionary for tests. */
export function sampleCatalogue(): Catalogue {
  return {
    windows: [
      window("consult", "咨询", 1),
      window("legal_aid", "援助", 2, {
        fields: [
          { code: "amount", label: "金额", kind: "money", choices: [], hint: "" },
          { code: "due_on", label: "约定付款", kind: "day", choices: [], hint: "" },
        ],
        matters: [
          {
            code: "ldbc",
            name: "请求支付劳动报酬",
            materials: [
              { name: "居民身份证", form: "copy", mayFollow: false },
              { name: "对方身份信息", form: "copy", mayFollow: true },
            ],
            greenReason: "农民工讨薪",
          },
        ],
      }),
      window("mediation", "调解", 3),
    ],
    channels: [choice("on_site", "现场")],
    groups: [choice("migrant_worker", "农民工", "1", "nmg"), choice("elderly", "老年人", "2", "lnr")],
    idKinds: [choice("resident", "居民身份证"), choice("none", "无证件")],
    genders: [choice("male", "男"), choice("female", "女")],
    ethnicities: [choice("yi", "彝族")],
    educations: [],
    partyRoles: [choice("co_applicant", "共同申请人"), choice("opponent", "对方")],
    materialForms: [choice("original", "原件"), choice("copy", "复印件")],
    ratingLevels: [],
    roles: [],
    ticketStates: [],
    papers: [],
    noDocumentReasons: [],
    noteKinds: [],
  deliveryWays: [],
  deliveryReceivers: [],
  };
}

/** A check that found nothing. */
export function clearCheck(tickets = 1): IntakeCheck {
  return {
    notices: [],
    birth: "",
    gender: "",
    age: null,
    idNumberGrouped: "",
    samePersons: [],
    earlier: [],
    tickets: Array.from({ length: tickets }, () => ({ findings: [], limits: [], greenReason: "" })),
    suggestedGroups: [],
    contactClear: true,
    contactShared: [],
  };
}

/** A register entry that fits. */
export function samplePerson(extra: Partial<SamePerson> = {}): SamePerson {
  return {
    personId: "person-1",
    name: "阿的木呷约布",
    idNumberMasked: "519921********9314",
    phoneMasked: "199****0592",
    address: "云川县云顶彝族乡尔古村",
    score: 100,
    certain: true,
    reasons: ["证件号一致"],
    nameDiffers: false,
    lastVisit: "2025-12-03",
    ticketCount: 2,
    fill: {
      ...blankVisitor("resident"),
      personId: "person-1",
      name: "阿的木呷约布",
      idNumber: "519921199012089314",
      phone: "19900010592",
      address: "云川县云顶彝族乡尔古村",
      ethnicity: "yi",
      groups: ["migrant_worker"],
    },
    ...extra,
  };
}
