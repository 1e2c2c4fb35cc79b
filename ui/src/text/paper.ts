/** Words of the paper preview. */
export const paperText = {
  title: (name: string) => `预览 ${name}`,
  pages: (count: number) => `共 ${count} 页`,
  page: (number: number, name: string) => `${name}第 ${number} 页`,
  again: (count: number) => `补打，第 ${count} 次`,
  printer: "打印机",
  noPrinter: "没有找到打印机，可另存为文件",
  recorded: "打印或另存都会记入经过",
  print: "打印",
  large: "大字版",
  blanks: "打印前填写",
  blanksHint: "不填的留空，打印后手写",
  save: "另存为文件",
  close: "返回",
  printed: (name: string) => `${name}已送到打印机`,
  saved: (file: string) => `已存为 ${file}`,
};

/** Words of the library of issued papers. */
export const libraryText = {
  title: "已出具的文书",
  count: (count: number) => `${count} 份`,
  none: "还没有出具过文书",
  number: "文书号",
  noNumber: "没有文书号",
  nth: (count: number) => `第 ${count} 次`,
  at: (place: string) => (place === "file" ? "存为文件" : place),
  copies: (count: number) => `补打 ${count} 次`,
  states: { standing: "", followed: "之后又打印过", void: "已作废" } as Record<string, string>,
  delivered: "送达",
  open: "查看",
  openOf: (name: string, number: string) => `查看 ${name} ${number}`,
  deliver: "登记送达",
  hash: "指纹",
  issuedTitle: (name: string) => `已出具的 ${name}`,
  exact: "原样打印",
  marked: "带“补打”标记打印",
  voidMarked: "带“作废”标记打印",
  saveExact: "另存原件",
  saveMarked: "另存副本",
  keepsBytes: "原样打印与当初出具的一字不差，指纹相同",
  voidOnly: "已作废，只能打印带“作废”标记的副本",
  void: "作废",
  voidTitle: (name: string) => `作废 ${name}`,
  voidNote: "作废后记录和原件都保留，核验时显示已作废，不能撤销。",
  reason: "理由",
  voided: (name: string) => `${name}已作废`,
  back: "返回",
  whyVoid: (by: string, at: string, reason: string) => `${by} ${at} 作废：${reason}`,
};

/** Words of the record of a delivery. */
export const deliveryText = {
  title: "登记送达",
  papers: "送达的文书",
  way: "送达方式",
  day: "送达日",
  place: "送达地点",
  receiver: "签收人是",
  receiverName: "签收人姓名",
  reason: "理由",
  reasonHint: "代收、留置或者公告的理由",
  witness: "见证人",
  evidence: "凭证",
  evidenceHint: "邮件号、照片编号或者发布处",
  consent: "受送达人同意电子送达",
  note: "备注",
  save: "记下送达",
  done: "已记下送达",
  doneStep: (step: string) => `已记下送达，并记“${step}”`,
  doneStarts: (step: string) => `已记下送达，并记“${step}”，期限起算`,
  proof: "送达回证在文书里打印，内容照这里填好",
  back: "返回",
};

/** Words of the verification of a paper by its code. */
export const verifyText = {
  title: "文书核验",
  label: "文书号或文件指纹",
  holder: "扫文书上的码，或输入文书号",
  go: "核验",
  hint: "文书号在右上角或者页脚，第四个字符是 P",
  verdicts: { standing: "真实有效", followed: "真实，但之后又打印过", void: "真实，已作废", unknown: "没有记录" } as Record<string, string>,
  rows: {
    name: "文书", number: "文书号", count: "份次", ticket: "办件", issued: "出具", place: "打印到", pages: "页数", edition: "样式",
    hash: "文件指纹", copies: "补打", delivered: "送达", void: "作废",
  },
  openTicket: "打开办件",
  openPaper: "查看文书",
  hidden: "本件限制可见，只能说明文书真伪",
  start: "用扫码枪扫文书上的二维码，或者把文书号输进来",
};

/** Words of printing several papers at once. */
export const batchText = {
  title: "一起打印",
  open: "一起打印",
  byKind: "按纸张分到各台打印机",
  choose: "勾选要打印的文书，按办理顺序打印，每份各有文书号",
  due: (step: string) => `${step}要出`,
  printed1: (count: number) => `已打印 ${count} 次`,
  missing: "还没有出",
  none: "没有要打印的文书",
  print: "打印",
  save: "另存为一个文件",
  printed: (count: number) => `${count} 份文书已送到打印机`,
  recorded: "已记入经过，没有存成文件",
  fillTitle: (at: number, all: number) => `打印前填写 第 ${at} 份，共 ${all} 份`,
  next: "下一份",
  skip: "这份不打",
  back: "上一步",
  skipped: (name: string) => `${name}这次不打，别的照打`,
};

/** Words of the bound volume. */
export const volumeText = {
  open: "组卷",
  title: "组卷",
  name: "卷宗",
  note: "卷内是当初出具的原样，作废的、被后一份代替的不入卷",
};
