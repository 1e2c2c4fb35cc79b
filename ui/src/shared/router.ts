import { shallowReactive, type Component } from "vue";

import type { IconName } from "./icons";

/** A place of the program. One line per screen in `app/screens.ts`. */
export interface Screen {
  /** `/tickets/:id`; a part after a colon is a parameter. */
  path: string;
  /** Title of the page head. */
  title: string;
  view: () => Promise<{ default: Component }>;
  /** Entry of the rail; screens without one are reached from others. */
  rail?: { letter: string; icon: IconName };
  /** G and this letter jump here, without a rail entry. */
  letter?: string;
  /** Rail entry to show as current for screens without one: its path. */
  under?: string;
}

/** Where the program is. */
export interface Place {
  screen: Screen | null;
  /** Path as it stands, for example `/tickets/0190…`. */
  path: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
}

let screens: Screen[] = [];

/** The current place; changes with `go` and `back`. */
export const place: Place = shallowReactive<Place>({ screen: null, path: "", params: {}, query: {} });

/** Names all screens and follows the address from now on. */
export function startRouter(all: Screen[]): void {
  screens = all;
  window.addEventListener("hashchange", follow);
  follow();
}

/** Goes to a path such as `/tickets`, with a query such as `{ view: "mine" }`. */
export function go(path: string, query: Record<string, string> = {}): void {
  window.location.hash = addressOf(path, query);
}

/** Goes there without a step to come back to. */
export function replace(path: string, query: Record<string, string> = {}): void {
  const address = new URL(window.location.href);
  address.hash = addressOf(path, query);
  window.history.replaceState(window.history.state, "", address);
  follow();
}

/** Goes back one step, to 工作台 from the first one. */
export function back(): void {
  if (window.history.length > 1) window.history.back();
  else go("/");
}

/** Returns the part of an address after `#`. */
export function addressOf(path: string, query: Record<string, string>): string {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** Returns the place an address names; the first screen when it names none. */
export function placeOf(all: readonly Screen[], address: string): Place {
  const [path = "", search = ""] = address.replace(/^#/, "").split("?", 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  for (const screen of all) {
    const params = match(screen.path, path);
    if (params !== null) return { screen, path, params, query };
  }
  return { screen: all[0] ?? null, path: all[0]?.path ?? "", params: {}, query: {} };
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

function follow(): void {
  Object.assign(place, placeOf(screens, window.location.hash));
}
