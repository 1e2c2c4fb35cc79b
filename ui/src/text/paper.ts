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
