/** Words of 办理流程. */
export const procedureText = {
  bar: "办理流程",
  steps: "办理步骤",
  choose: "选一步",
  key: "办理步骤",
  none: "现在没有可办的步骤",
  times: (count: number) => `已办 ${count} 次`,
  everywhere: (count: number) => `各窗口都能办的 ${count} 步`,
  notYet: (count: number) => `还不能办的 ${count} 步，看原因`,
  hide: "收起",
  day: "哪一天的事",
  whose: (who: string) => `记下${who}的行为。`,
  noMoment: "时刻认不出",
  keptAway: "须回避",
  range: (from: number, to: number) => `${from} 到 ${to}`,
  outside: "名录里没有的，直接写名称。",
  momentHint: "例如 2026-02-10 9:30",
};
