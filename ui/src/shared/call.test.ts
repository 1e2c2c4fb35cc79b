import { afterEach, describe, expect, it, vi } from "vitest";

import { asRefusal, call, connect, readLine, Refusal, watchRefusals } from "./call";

afterEach(() => watchRefusals(() => undefined));

describe("a call", () => {
  it("sends the command's name with its request and returns the answer", async () => {
    const transport = vi.fn(async () => JSON.stringify({ id: 1, ok: { id: "t1" } }));
    connect(transport);
    await expect(call("find_ticket", { number: "YC-Y260210-3014K" })).resolves.toEqual({ id: "t1" });
    const sent = JSON.parse((transport.mock.calls as unknown as string[][])[0]?.[0] ?? "") as Record<string, unknown>;
    expect(sent).toMatchObject({ command: "find_ticket", args: { number: "YC-Y260210-3014K" } });
  });
  it("throws what the desk refused, with its field", async () => {
    const failure = { code: "ticket.changed", kind: "conflict", message: "这件刚被改过", hint: "看改动后再存。", field: "matter" };
    connect(async () => JSON.stringify({ id: 1, error: failure }));
    const heard = vi.fn();
    watchRefusals(heard);
    const refusal = await call("home", {}).catch(asRefusal);
    expect(refusal).toMatchObject({ code: "ticket.changed", field: "matter", hint: "看改动后再存。" });
    expect(heard).toHaveBeenCalledOnce();
  });
  it("is a refusal with words when the desk cannot be reached", async () => {
    connect(async () => {
      throw new TypeError("gone");
    });
    const refusal = await call("home", {}).catch(asRefusal);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: "app.internal" });
  });
  it("does not take a line of something else for an answer", () => {
    for (const line of ["", "null{", "{}", `{"id":1}`]) expect(() => readLine(line)).toThrow(Refusal);
  });
});
