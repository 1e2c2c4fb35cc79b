import { mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";

import FileField from "./FileField.vue";

function field(disabled = false): ReturnType<typeof mount> {
  return mount(FileField, { props: { label: "表格文件", accept: ".csv", disabled } });
}

async function choose(wrapper: ReturnType<typeof mount>, files: File[]): Promise<void> {
  const input = wrapper.get("input");
  Object.defineProperty(input.element, "files", { value: files, configurable: true });
  await input.trigger("change");
}

describe("a field for a file", () => {
  it("speaks Chinese before and after a file is chosen, and hands the file on", async () => {
    const wrapper = field();
    expect(wrapper.text()).toContain("选文件…");
    expect(wrapper.text()).toContain("还没有选");
    const file = new File(["day,kind"], "放假表.csv");
    await choose(wrapper, [file]);
    expect(wrapper.text()).toContain("放假表.csv");
    expect(wrapper.emitted("chosen")).toEqual([[file]]);
  });
  it("keeps what it had when the choice is broken off", async () => {
    const wrapper = field();
    await choose(wrapper, [new File(["a"], "一.csv")]);
    await choose(wrapper, []);
    expect(wrapper.text()).toContain("一.csv");
    expect(wrapper.emitted("chosen")).toHaveLength(1);
  });
  it("is named for a reader of the screen and rests without the right", () => {
    const input = field(true).get("input");
    expect(input.attributes("aria-label")).toBe("表格文件 选文件…");
    expect(input.attributes("disabled")).toBeDefined();
  });
});
