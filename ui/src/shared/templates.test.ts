import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>("../**/*.{vue,ts,css}", { query: "?raw", import: "default", eager: true });
const files = Object.keys(sources).filter((file) => !file.endsWith(".test.ts"));
const templates = files.filter((file) => file.endsWith(".vue"));

function read(file: string): string {
  return sources[file] ?? "";
}

describe("every template", () => {
  it("is found", () => {
    expect(templates.length).toBeGreaterThan(20);
  });
  it.each(templates)("%s has no style attribute and no raw markup", (file) => {
    const template = /<template>[\s\S]*<\/template>/.exec(read(file))?.[0] ?? "";
    expect(template).not.toMatch(/[\s:"](?:v-bind:)?style=|v-html/);
  });
  it.each(templates)("%s keeps Chinese words in the text modules", (file) => {
    const template = /<template>[\s\S]*<\/template>/.exec(read(file))?.[0] ?? "";
    expect(template.replace(/<!--[\s\S]*?-->/g, "")).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("the shell", () => {
  it("is called in one file only", () => {
    const callers = files.filter((file) => /from "@tauri-apps/.test(read(file)));
    expect(callers).toEqual(["../app/host.ts"]);
  });
});

describe("style sheets", () => {
  it.each(files.filter((file) => /\.(css|vue)$/.test(file) && !file.endsWith("tokens.css")))("%s takes its colours from the tokens", (file) => {
    const text = read(file);
    const css = file.endsWith(".css") ? text : (/<style[^>]*>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "");
    const colours = (css.match(/#[0-9a-f]{3,8}\b/gi) ?? []).filter((colour) => !["#fff", "#000"].includes(colour.toLowerCase()));
    expect(colours).toEqual([]);
  });
});
