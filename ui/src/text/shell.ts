/** A sentence for the clerk and the next step. */
export interface Message {
  message: string;
  hint: string;
}

const messages: Record<string, Message> = {
  "app.closing": { message: "程序正在关闭", hint: "关闭后重新打开即可，已保存的内容都在。" },
  "window.failed": { message: "评价窗口没有打开", hint: "检查评价屏的连线，再按一次 F7。" },
  "paper.not_a_pdf": { message: "这份文书没有排好", hint: "重新预览一次再打印。" },
  "paper.write_failed": { message: "文件没有写成", hint: "换一个文件夹，或检查磁盘空间。" },
  "print.no_spooler": { message: "系统的打印服务没有运行", hint: "可先另存为文件，打印服务恢复后补打。" },
  "print.no_such_printer": { message: "找不到这台打印机", hint: "检查打印机电源和连线，或换一台。" },
  "print.copies_out_of_range": { message: "份数要在 1 到 99 之间", hint: "" },
  "print.unknown_media": { message: "打印机不认识这种纸张", hint: "换成 A4 再打印。" },
  "print.unknown_tray": { message: "打印机没有这个纸盒", hint: "到设置的打印机一页重新选纸盒。" },
  "print.refused": { message: "打印机没有接收", hint: "检查缺纸和卡纸，再打印一次；也可另存为文件。" },
};

/** Returns the words for a fault of the shell. */
export function shellMessage(code: string): Message {
  return (
    messages[code] ?? {
      message: "程序没有完成这一步",
      hint: "已录入的内容还在，再试一次；仍不行时重开程序并记下后面的代码。",
    }
  );
}
