import type { Screen } from "../shared/router";

/** Every screen, in the order of the rail. The first one opens after the login. */
export const screens: Screen[] = [
  { path: "/", title: "工作台", view: () => import("../features/home/HomeScreen.vue"), rail: { letter: "G", icon: "home" } },
  { path: "/intake", title: "受理", view: () => import("../features/intake/IntakeScreen.vue"), rail: { letter: "S", icon: "newVisit" } },
  { path: "/tickets", title: "办件", view: () => import("../features/worklist/ListScreen.vue"), rail: { letter: "B", icon: "folder" } },
  { path: "/tickets/:id", title: "办件", view: () => import("../features/ticket/TicketScreen.vue"), under: "/tickets" },
  { path: "/persons/:id", title: "人员档案", view: () => import("../features/person/PersonScreen.vue"), under: "/search" },
  { path: "/conflicts", title: "两处不同", view: () => import("../features/conflict/ConflictsScreen.vue"), under: "/" },
  { path: "/duplicates", title: "疑似重复", view: () => import("../features/person/DuplicatesScreen.vue"), under: "/search" },
  { path: "/search", title: "查询", view: () => import("../features/search/SearchScreen.vue"), rail: { letter: "C", icon: "search" } },
  { path: "/papers", title: "文书核验", view: () => import("../features/paper/VerifyScreen.vue"), letter: "Y", under: "/search" },
  { path: "/papers/:number", title: "文书核验", view: () => import("../features/paper/VerifyScreen.vue"), under: "/search" },
  { path: "/slips", title: "空白单", view: () => import("../features/slip/SlipScreen.vue"), letter: "K", under: "/" },
  { path: "/slips/:number", title: "空白单", view: () => import("../features/slip/SlipScreen.vue"), under: "/" },
  { path: "/ratings", title: "待评价回访", view: () => import("../features/torate/ToRateScreen.vue"), letter: "P", under: "/tickets" },
  { path: "/supervision", title: "督办", view: () => import("../features/supervise/SuperviseScreen.vue"), letter: "D", under: "/tickets" },
  { path: "/waiting", title: "等着办的", view: () => import("../features/waiting/WaitingScreen.vue"), letter: "W", under: "/tickets" },
  { path: "/handover", title: "离岗移交", view: () => import("../features/handover/HandOverScreen.vue"), letter: "L", under: "/tickets" },
  { path: "/exchange", title: "交换", view: () => import("../features/exchange/ExchangeScreen.vue"), rail: { letter: "H", icon: "exchange" } },
  { path: "/settings", title: "设置", view: () => import("../features/settings/SettingsScreen.vue"), rail: { letter: "Z", icon: "settings" } },
  { path: "/settings/:page", title: "设置", view: () => import("../features/settings/SettingsScreen.vue"), under: "/settings" },
];
