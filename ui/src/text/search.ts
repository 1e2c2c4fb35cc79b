/** Words of the search box and the search screen. */
export const searchText = {
  title: "查询",
  label: "查找来访人、办件号、电话、证件",
  holder: "姓名、拼音、办件号、证件或电话后四位",
  hint: "输入就查，不用按键。",
  found: (count: number, more: boolean) => `${more ? "最近的 " : ""}${count} 件`,
  start: "在上面输入姓名、拼音首字母、办件号、证件号或电话的后四位。",
  nothing: (text: string) => `没有找到“${text}”。可少输几个字，或换证件、电话的后四位。`,
  more: "还有更多，再输几个字缩小范围。",
  restricted: "限制可见",
  anonymous: "未留姓名",
  heads: { number: "办件号", visitor: "来访人", window: "窗口", matter: "事项", state: "状态", day: "收件", assignee: "承办", why: "怎么找到的" },
  openIt: "打开",
  choose: "选一件",
  refresh: "再查一次",
};
