/** Words of the form controls. */
export const fieldText = {
  noSuchDay: "没有这一天",
  dayHint: "例如 20260305、2026-3-5 或 +7。",
  noAmount: "金额看不懂",
  amountHint: "只写数字，例如 12625 或 12,625.50。",
  yuan: "元",
  noChoice: "没有这一项",
  choiceHint: "输入代码、拼音首字母或名称。",
  reading: "正在读取…",
};
