import { mount } from "@vue/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { nextTick } from "vue";

import DateField from "./DateField.vue";
import MoneyField from "./MoneyField.vue";
import SelectField from "./SelectField.vue";
import StateLine from "./StateLine.vue";
import TextField from "./TextField.vue";

afterEach(() => {
  document.body.innerHTML = "";
});

const GROUPS = [
  { code: "elderly", name: "老年人", keys: ["lnr"] },
  { code: "migrant", name: "农民工", keys: ["nmg"] },
];

describe("a text field", () => {
  it("is named by its label and described by what is wrong with it", () => {
    const field = mount(TextField, {
      props: { label: "电话", modelValue: "123", problem: { message: "少八位", hint: "写全号码。" } },
      attachTo: document.body,
    });
    const input = field.get("input");
    const label = field.get("label");
    expect(label.attributes("for")).toBe(input.attributes("id"));
    const note = document.getElementById(input.attributes("aria-describedby") ?? "");
    expect(note?.textContent).toContain("少八位");
    expect(note?.textContent).toContain("写全号码。");
    expect(input.attributes("aria-invalid")).toBe("true");
    field.unmount();
  });
});

describe("a date field", () => {
  it("takes days from today on and says which weekday it is", async () => {
    const field = mount(DateField, {
      props: { label: "期限", today: "2026-02-10", modelValue: "", "onUpdate:modelValue": (day: string) => field.setProps({ modelValue: day }) },
    });
    await field.get("input").setValue("+7");
    await field.get("input").trigger("change");
    expect(field.emitted("update:modelValue")).toEqual([["2026-02-17"]]);
    expect(field.get("input").element.value).toBe("2026-02-17");
    expect(field.text()).toContain("周二");
  });
  it("keeps its day and says so when there is no such day", async () => {
    const field = mount(DateField, { props: { label: "期限", today: "2026-02-10", modelValue: "2026-02-17" } });
    await field.get("input").setValue("20260230");
    await field.get("input").trigger("change");
    expect(field.emitted("update:modelValue")).toBeUndefined();
    expect(field.find(".bad").exists()).toBe(true);
  });
});

describe("the calendar of a date field", () => {
  const sheet = (): HTMLElement | null => document.querySelector(".calendar");
  const chosen = (): string | null | undefined => sheet()?.querySelector("[aria-selected=true]")?.getAttribute("aria-label");

  function opened(modelValue: string) {
    const field = mount(DateField, { props: { label: "期限", today: "2026-11-22", modelValue }, attachTo: document.body });
    const press = (key: string, more: Record<string, unknown> = {}): Promise<void> => field.get("input").trigger("keydown", { key, ...more });
    return { field, press };
  }

  it("opens with Alt and Down on today, walks by arrows and leaves, and takes a day with Enter", async () => {
    const { field, press } = opened("");
    await press("ArrowDown");
    expect(field.get("input").attributes("aria-expanded")).toBe("false");
    await press("ArrowDown", { altKey: true });
    expect(field.get("input").attributes("aria-expanded")).toBe("true");
    expect(chosen()).toBe("2026年11月22日");
    await press("ArrowRight");
    await press("ArrowDown");
    expect(chosen()).toBe("2026年11月30日");
    await press("PageDown");
    await press("Home");
    expect(chosen()).toBe("2026年12月28日");
    await press("Enter");
    expect(field.emitted("update:modelValue")).toEqual([["2026-12-28"]]);
    expect(field.get("input").attributes("aria-expanded")).toBe("false");
    field.unmount();
  });
  it("starts on the day of the field and changes nothing with Esc", async () => {
    const { field, press } = opened("2026-02-17");
    await press("ArrowDown", { altKey: true });
    expect(chosen()).toBe("2026年2月17日");
    await press("ArrowUp");
    await press("Escape");
    expect(field.emitted("update:modelValue")).toBeUndefined();
    expect(field.get("input").element.value).toBe("2026-02-17");
    field.unmount();
  });
  it("takes a day by the mouse and turns its leaves", async () => {
    const { field, press } = opened("2026-11-03");
    await press("ArrowDown", { altKey: true });
    document.querySelector<HTMLElement>("[aria-label=下个月]")?.click();
    await nextTick();
    document.querySelector<HTMLElement>("[aria-label='2026年12月9日']")?.click();
    expect(field.emitted("update:modelValue")).toEqual([["2026-12-09"]]);
    field.unmount();
  });
  it("takes days that are typed with and without dashes", async () => {
    for (const text of ["20261122", "2026-11-22"]) {
      const { field } = opened("");
      await field.get("input").setValue(text);
      await field.get("input").trigger("change");
      expect(field.emitted("update:modelValue")).toEqual([["2026-11-22"]]);
      field.unmount();
    }
  });
});

describe("a money field", () => {
  it("keeps fen and shows yuan", async () => {
    const field = mount(MoneyField, { props: { label: "金额", modelValue: "1262500" } });
    expect(field.get("input").element.value).toBe("12,625.00");
    await field.get("input").setValue("300.5");
    await field.get("input").trigger("change");
    expect(field.emitted("update:modelValue")).toEqual([["30050"]]);
  });
});

describe("a choice field", () => {
  function choice(more: Record<string, unknown> = {}) {
    return mount(SelectField, { props: { label: "群体", choices: GROUPS, modelValue: "", ...more }, attachTo: document.body });
  }

  it("is chosen by keys of its name and Enter", async () => {
    const field = choice();
    await field.get("input").setValue("nm");
    await nextTick();
    await field.get("input").trigger("keydown", { key: "Enter" });
    expect(field.emitted("update:modelValue")).toEqual([["migrant"]]);
    expect(field.emitted("done")).toHaveLength(1);
    field.unmount();
  });
  it("puts what is typed in place of the name it shows", async () => {
    const field = choice({ modelValue: "elderly" });
    await field.get("input").setValue("老年人nm");
    await nextTick();
    await field.get("input").trigger("keydown", { key: "Enter" });
    expect(field.emitted("update:modelValue")).toEqual([["migrant"]]);
    field.unmount();
  });
  it("does not choose with the Enter of an input method", async () => {
    const field = choice();
    await field.get("input").setValue("nm");
    await nextTick();
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true });
    Object.defineProperty(enter, "keyCode", { value: 229 });
    field.get("input").element.dispatchEvent(enter);
    expect(field.emitted("update:modelValue")).toBeUndefined();
    field.unmount();
  });
  it("shows name and code of what is chosen", () => {
    const field = choice({ modelValue: "elderly" });
    expect(field.get("input").element.value).toBe("老年人");
    expect(field.get(".code").text()).toBe("elderly");
    field.unmount();
  });
  it("takes what means one thing when it is left", async () => {
    const field = choice();
    await field.get("input").setValue("老");
    await nextTick();
    await field.get("input").trigger("blur");
    expect(field.emitted("update:modelValue")).toEqual([["elderly"]]);
    field.unmount();
  });
  it("closes its list with Esc and keeps what was chosen", async () => {
    const field = choice({ modelValue: "elderly" });
    await field.get("input").trigger("keydown", { key: "ArrowDown" });
    expect(field.get("input").attributes("aria-expanded")).toBe("true");
    await field.get("input").trigger("keydown", { key: "Escape" });
    expect(field.get("input").attributes("aria-expanded")).toBe("false");
    expect(field.emitted("update:modelValue")).toBeUndefined();
    field.unmount();
  });
});

describe("the line in place of rows", () => {
  it("says nothing of an emptiness while something is being read", () => {
    const line = mount(StateLine, { props: { loading: true, empty: true, emptyText: "没有" } });
    expect(line.text()).toBe("");
  });
});
