import { describe, expect, it } from "vitest";

import { Refusal } from "./call";
import { useAction } from "./load";
import { useSecond } from "./second";

function refused(code: string): Refusal {
  return new Refusal({ code, kind: "right", message: "要两个人", hint: "", field: "second" });
}

describe("the second person of a step", () => {
  it("is asked for when the desk wants one, and named in the next try", async () => {
    const action = useAction();
    const second = useSecond(action);
    second.form.login = "nobody asked";
    expect(second.given()).toBeUndefined();
    await action.run(() => Promise.reject(refused("second.needed")));
    expect(second.asked.value).toBe(true);
    expect(second.fault.value).toBeNull();
    second.form.login = " lu ";
    second.form.password = "Ziji-2026";
    let named: unknown;
    await action.run(async () => {
      named = second.given();
      throw refused("second.role");
    });
    expect(named).toEqual({ login: "lu", password: "Ziji-2026" });
    expect(second.fault.value?.message).toBe("要两个人");
    second.forget();
    expect([second.asked.value, second.form.password]).toEqual([false, ""]);
  });
  it("is nobody's business when something else was refused", async () => {
    const action = useAction();
    const second = useSecond(action);
    await action.run(() => Promise.reject(new Refusal({ code: "staff.login", kind: "slip", message: "", hint: "", field: "login" })));
    expect(second.asked.value).toBe(false);
  });
});
