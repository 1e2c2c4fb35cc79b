import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";

import { activeKeys, composing, jumping, keyName, listen, setJumps, useKeys, useModalKeys, useScans, type KeyBinding } from "./keys";

let stop: () => void;
let mounted: Array<{ unmount: () => void }> = [];

beforeEach(() => {
  vi.useFakeTimers();
  stop = listen();
});
afterEach(() => {
  for (const one of mounted) one.unmount();
  mounted = [];
  stop();
  setJumps([]);
  vi.runAllTimers();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

function screen(keys: KeyBinding[], modal = false): void {
  const Screen = defineComponent({
    setup() {
      if (modal) useModalKeys(keys);
      else useKeys(keys);
      return () => h("div");
    },
  });
  mounted.push(mount(Screen, { attachTo: document.body }));
}

let clock = 10_000;
function press(key: string, more: KeyboardEventInit & { keyCode?: number } = {}, pause = 200): KeyboardEvent {
  clock += pause;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, "timeStamp", { value: clock });
  if (more.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: more.keyCode });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
}

function typeInto(tag = "input"): HTMLInputElement {
  const field = document.createElement(tag) as HTMLInputElement;
  document.body.append(field);
  field.focus();
  return field;
}

describe("the name of a key", () => {
  it.each([
    [{ key: "F8" }, "F8"],
    [{ key: "F6", shiftKey: true }, "Shift+F6"],
    [{ key: "S", shiftKey: true }, "s"],
    [{ key: "x", code: "KeyX", altKey: true }, "Alt+X"],
    [{ key: "≈", code: "KeyX", altKey: true }, "Alt+X"],
    [{ key: "!", code: "Digit1", altKey: true }, "Alt+1"],
    [{ key: "s", code: "KeyS", ctrlKey: true }, "Ctrl+S"],
    [{ key: "/", code: "Slash" }, "/"],
    [{ key: "PageDown" }, "PageDown"],
  ])("%o is %s", (init, name) => {
    expect(keyName(new KeyboardEvent("keydown", init))).toBe(name);
  });
});

describe("an input method at work", () => {
  it("is told by isComposing and by key code 229", () => {
    const enter = new KeyboardEvent("keydown", { key: "Enter" });
    Object.defineProperty(enter, "keyCode", { value: 229 });
    expect(composing(enter)).toBe(true);
    expect(composing(new KeyboardEvent("keydown", { key: "a", isComposing: true }))).toBe(true);
    expect(composing(new KeyboardEvent("keydown", { key: "Enter" }))).toBe(false);
  });
  it("keeps its Enter and its F keys from the screen", () => {
    const run = vi.fn();
    screen([{ keys: ["Enter", "F8"], label: "保存", inFields: true, run }]);
    typeInto();
    press("Enter", { keyCode: 229 });
    press("F8", { isComposing: true });
    expect(run).not.toHaveBeenCalled();
    press("F8");
    expect(run).toHaveBeenCalledOnce();
  });
  it("does not move to the next field with the Enter that ends a composition", () => {
    document.body.innerHTML = `<form data-fields><input id="a"><input id="b"></form>`;
    document.getElementById("a")?.focus();
    press("Enter", { keyCode: 229 });
    expect(document.activeElement?.id).toBe("a");
    press("Enter");
    expect(document.activeElement?.id).toBe("b");
  });
});

describe("keys of a screen", () => {
  it("act alone only while no text field has focus", () => {
    const run = vi.fn();
    screen([{ keys: "n", label: "新增", run }]);
    const field = typeInto();
    press("n");
    vi.advanceTimersByTime(100);
    expect(run).not.toHaveBeenCalled();
    field.blur();
    press("n");
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledOnce();
  });
  it("act in fields with F keys and with Alt", () => {
    const run = vi.fn();
    screen([{ keys: ["F8", "Alt+1"], label: "保存", run }]);
    typeInto();
    press("F8");
    press("1", { code: "Digit1", altKey: true });
    expect(run.mock.calls.map(([key]) => key as string)).toEqual(["F8", "Alt+1"]);
  });
  it("leave Enter to a button that has the focus", () => {
    const run = vi.fn();
    screen([{ keys: "Enter", label: "打开", run }]);
    typeInto("button");
    press("Enter");
    expect(run).not.toHaveBeenCalled();
  });
  it("rest under a dialog, but for those of the frame", () => {
    const frame = vi.fn();
    const below = vi.fn();
    screen([{ keys: "F12", label: "锁屏", run: frame }]);
    screen([{ keys: "F8", label: "保存", run: below }]);
    screen([{ keys: "Escape", label: "关闭", run: vi.fn() }], true);
    press("F8");
    press("F12");
    expect(below).not.toHaveBeenCalled();
    expect(frame).toHaveBeenCalledOnce();
    expect(activeKeys.value.map((binding) => binding.label)).toEqual(["关闭", "锁屏"]);
  });
  it("end with their component", () => {
    screen([{ keys: "F8", label: "保存", run: vi.fn() }]);
    expect(activeKeys.value).toHaveLength(1);
    mounted.pop()?.unmount();
    expect(activeKeys.value).toHaveLength(0);
  });
});

describe("the web view's own keys", () => {
  it.each([
    ["F5", {}],
    ["F11", {}],
    ["p", { code: "KeyP", ctrlKey: true }],
    ["f", { code: "KeyF", ctrlKey: true }],
  ])("%s does nothing of its own", (key, more) => {
    expect(press(key, more).defaultPrevented).toBe(true);
  });
});

describe("Esc", () => {
  it("leaves the field before it leaves the screen", () => {
    const back = vi.fn();
    screen([{ keys: "Escape", label: "返回", run: back }]);
    typeInto();
    press("Escape");
    expect(document.activeElement).toBe(document.body);
    expect(back).not.toHaveBeenCalled();
    press("Escape");
    expect(back).toHaveBeenCalledOnce();
  });
});

describe("a jump", () => {
  it("goes where its second letter says and shows its letters meanwhile", () => {
    const go = vi.fn();
    setJumps([{ letter: "B", go }]);
    press("g");
    vi.advanceTimersByTime(60);
    expect(jumping.value).toBe(true);
    press("b", { code: "KeyB" });
    expect(go).toHaveBeenCalledOnce();
    expect(jumping.value).toBe(false);
  });
  it("is over after a second and a half", () => {
    const go = vi.fn();
    setJumps([{ letter: "B", go }]);
    press("g");
    vi.advanceTimersByTime(1600);
    expect(jumping.value).toBe(false);
    press("b", { code: "KeyB" });
    vi.advanceTimersByTime(100);
    expect(go).not.toHaveBeenCalled();
  });
  it("begins in a field with Alt", () => {
    typeInto();
    press("g");
    vi.advanceTimersByTime(100);
    expect(jumping.value).toBe(false);
    press("g", { code: "KeyG", altKey: true });
    expect(jumping.value).toBe(true);
  });
});

describe("the scanner", () => {
  function scan(text: string): void {
    for (const [index, sign] of [...text].entries()) {
      press(sign, {}, index === 0 ? 500 : 8);
      const field = document.activeElement;
      if (field instanceof HTMLInputElement) {
        field.value += sign;
        field.setSelectionRange(field.value.length, field.value.length);
      }
    }
    press("Enter", {}, 8);
    vi.advanceTimersByTime(100);
  }
  function taker(take: Parameters<typeof useScans>[0]): void {
    const Taker = defineComponent({
      setup() {
        useScans(take);
        return () => h("div");
      },
    });
    mounted.push(mount(Taker));
  }

  it("opens a ticket and leaves the field as it was", () => {
    const ticket = vi.fn();
    taker({ ticket });
    const field = typeInto();
    field.value = "张三";
    scan("YC-Y260210-3014K");
    expect(ticket).toHaveBeenCalledWith("YC-Y260210-3014K");
    expect(field.value).toBe("张三");
  });
  it("is not kept by a field that answers Enter itself", () => {
    const ticket = vi.fn();
    const own = vi.fn((event: Event) => event.preventDefault());
    taker({ ticket });
    const field = typeInto();
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") own(event);
    });
    scan("YC-Y260210-3014K");
    expect(ticket).toHaveBeenCalledOnce();
    expect(own).not.toHaveBeenCalled();
    expect(field.value).toBe("");
  });
  it("triggers no single-letter key on its way", () => {
    const run = vi.fn();
    const go = vi.fn();
    screen([{ keys: ["y", "c", "2", "3", "n"], label: "某键", run }]);
    setJumps([{ letter: "2", go }]);
    taker({ ticket: vi.fn() });
    scan("NG-G260210-3014K");
    expect(run).not.toHaveBeenCalled();
    expect(go).not.toHaveBeenCalled();
    expect(jumping.value).toBe(false);
  });
  it.each([
    ["a function key", (): void => void press("F8", {}, 8)],
    [
      "a letter in a field that took the focus meanwhile",
      (): void => {
        typeInto();
        press("x", {}, 8);
      },
    ],
  ])("is not seen in a quick hand: a letter followed by %s still acts, and acts once", (_, follow) => {
    const order: string[] = [];
    screen([
      { keys: "1", label: "选这个", run: () => order.push("1") },
      { keys: "F8", label: "确定", run: () => order.push("F8") },
    ]);
    press("1", {}, 500);
    follow();
    vi.advanceTimersByTime(100);
    expect(order.slice(0, 1)).toEqual(["1"]);
    expect(order.filter((key) => key === "1")).toHaveLength(1);
  });
  it("may hold Shift between its characters", () => {
    const run = vi.fn();
    screen([{ keys: "y", label: "某键", run }]);
    press("Y", { shiftKey: true }, 500);
    press("Shift", {}, 8);
    press("C", { shiftKey: true }, 8);
    vi.advanceTimersByTime(100);
    expect(run).not.toHaveBeenCalled();
  });
  it("hands an id number to the screen on top", () => {
    const below = vi.fn();
    const above = vi.fn();
    taker({ idCard: below });
    taker({ idCard: above });
    scan("51992119800101931X");
    expect(above).toHaveBeenCalledWith("51992119800101931X");
    expect(below).not.toHaveBeenCalled();
  });
});

describe("Enter in a form", () => {
  it("sends it from the last field and passes over what cannot be typed into", () => {
    document.body.innerHTML = `<form data-fields><input id="a"><input disabled><div hidden><input></div><input id="b"></form>`;
    const form = document.querySelector("form");
    const sent = vi.fn((event: Event) => event.preventDefault());
    form?.addEventListener("submit", sent);
    document.getElementById("a")?.focus();
    press("Enter");
    expect(document.activeElement?.id).toBe("b");
    press("Enter");
    expect(sent).toHaveBeenCalledOnce();
  });
});
