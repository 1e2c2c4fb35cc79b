import { computed, onScopeDispose, ref, shallowReactive, toValue, type ComputedRef, type MaybeRefOrGetter } from "vue";

import { grow, NO_BURST, read, without, type Burst, type Scan } from "./scanner";

/** Milliseconds the second letter of a jump may take. */
const JUMP_WAIT_MS = 1500;
/** Milliseconds a single character waits before it acts: the first one of a scanner must do nothing. */
const SINGLE_WAIT_MS = 50;

/** Something a key does on this screen. Key bar and F1 page are drawn from it. */
export interface KeyBinding {
  /**
   * `F8`, `Alt+1`, `Ctrl+S`, `Shift+F6`, `ArrowDown`, `PageDown`, `/`, `d`; several when they belong together.
   * A single character or an arrow acts only while no text field has focus.
   */
  keys: string | string[];
  /** What it does, in few words: 打开, 选一件. */
  label: string;
  /** Called with the key that was pressed, as written in `keys`. */
  run: (key: string) => void;
  /** Written on the key cap when it differs from the keys: `1–6`, `↑↓`. */
  caps?: string;
  /** Shown in the key bar; all are shown by F1. */
  bar?: boolean;
  /** Also acts while a text field has focus. F keys, Alt and Ctrl combinations always do. */
  inFields?: boolean;
  /** Leaves the key alone while it returns false. */
  when?: () => boolean;
}

/** Keys of one screen or of one layer above it. */
interface Layer {
  keys: MaybeRefOrGetter<KeyBinding[]>;
  modal: boolean;
}

/** A screen that G and this letter jump to. */
export interface Jump {
  letter: string;
  go: () => void;
}

const layers = shallowReactive<Layer[]>([]);
const jumps = ref<Jump[]>([]);
const scans = shallowReactive<Array<Partial<Record<Scan["kind"], (text: string) => void>>>>([]);

/** A jump has begun; the rail shows its letters large. */
export const jumping = ref(false);
let jumpTimer: ReturnType<typeof setTimeout> | undefined;
let burst: Burst = NO_BURST;
/** What a single character will do unless more of a scan follow. */
let waiting: { timer: ReturnType<typeof setTimeout>; run: () => void } | undefined;

/** Registers the keys of a screen while its component lives. The one registered last is asked first. */
export function useKeys(keys: MaybeRefOrGetter<KeyBinding[]>): void {
  addLayer({ keys, modal: false });
}

/** Registers the keys of a layer that covers the screen: keys below it rest, but for those of the frame. */
export function useModalKeys(keys: MaybeRefOrGetter<KeyBinding[]>): void {
  addLayer({ keys, modal: true });
}

/** Takes what the scanner or the card reader types while the component lives; the screen on top is asked first. */
export function useScans(takers: Partial<Record<Scan["kind"], (text: string) => void>>): void {
  scans.push(takers);
  onScopeDispose(() => scans.splice(scans.indexOf(takers), 1));
}

/** Names the screens of the G jumps. */
export function setJumps(to: Jump[]): void {
  jumps.value = to;
}

/** Keys that act now, those of the top layer first. */
export const activeKeys: ComputedRef<KeyBinding[]> = computed(() =>
  [...reachable()].reverse().flatMap((layer) => toValue(layer.keys)),
);

/** Returns the name of a pressed key as bindings write it. */
export function keyName(event: KeyboardEvent): string {
  const code = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code)?.[1];
  // With Alt some layouts change the character; the place of the key is meant.
  const base = code !== undefined && (event.altKey || event.ctrlKey) ? code : event.key;
  const named = base.length === 1 ? (event.altKey || event.ctrlKey ? base.toUpperCase() : base.toLowerCase()) : base;
  const shift = event.shiftKey && base.length > 1 ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${named}`;
}

/** Returns whether an input method is at work on this key: the key is not for the program. */
export function composing(event: KeyboardEvent): boolean {
  // The web view ends a composition with Enter and isComposing already false; only the key code tells.
  return event.isComposing || event.keyCode === 229;
}

/** Returns whether typing goes into this element. */
export function isTextField(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly;
  if (element instanceof HTMLInputElement) {
    return !element.readOnly && !["checkbox", "radio", "button", "submit", "range", "file"].includes(element.type);
  }
  return element instanceof HTMLElement && element.isContentEditable;
}

/** Returns whether Enter and space already mean something for this element. */
function takesEnter(element: Element | null): boolean {
  return element !== null && element.closest("button, a[href], select, summary, input[type=checkbox], input[type=radio]") !== null;
}

/** Handles one key of the page. Registered once by the frame. */
export function handleKey(event: KeyboardEvent): void {
  if (composing(event) || event.key === "Shift") return;
  const outsideFields = isCharacter(event) && !isTextField(document.activeElement);
  // A scanner goes on with characters where it began; any other key comes from a quick hand, and both keys count.
  if (outsideFields) forgetWaiting();
  else runWaiting();
  if (burst.text.length > 1 && outsideFields) {
    jumping.value = false;
    return;
  }
  if (jumping.value) {
    endJump(event);
    return;
  }
  if (event.defaultPrevented) return;
  const name = keyName(event);
  const inField = isTextField(document.activeElement);
  const binding = findBinding(name, inField);
  if (binding !== undefined) {
    event.preventDefault();
    soon(event, () => binding.run(name));
    return;
  }
  if (name === "Alt+G" || (name === "g" && !inField)) {
    event.preventDefault();
    soon(event, beginJump);
  } else if (name === "Escape" && inField) {
    event.preventDefault();
    (document.activeElement as HTMLElement).blur();
  } else if (name === "Enter" || name === "Shift+Enter") {
    if (moveOn(name === "Enter" ? 1 : -1)) event.preventDefault();
  } else if (["F1", "F3", "F5", "F6", "F7", "F10", "F11", "F12", "Ctrl+P", "Ctrl+F", "Ctrl+R", "Ctrl+S", "Ctrl+G"].includes(name)) {
    event.preventDefault();
  }
}

/** Starts listening for the page; returns how to stop. */
export function listen(): () => void {
  // The scanner is heard before any field: its Enter must not send what is written there.
  window.addEventListener("keydown", hearScanner, { capture: true });
  window.addEventListener("keydown", handleKey);
  return () => {
    window.removeEventListener("keydown", hearScanner, { capture: true });
    window.removeEventListener("keydown", handleKey);
  };
}

/** Goes to the next (1) or the previous (-1) field of the form around the focus; returns whether there was one. */
export function moveOn(step: 1 | -1): boolean {
  const from = document.activeElement;
  const form = from?.closest("[data-fields]");
  if (!(from instanceof HTMLElement) || !(form instanceof HTMLElement) || !isField(from)) return false;
  const fields = [...form.querySelectorAll<HTMLElement>("input, textarea, select, [role=combobox]")].filter(
    (field) => isField(field) && !field.hasAttribute("disabled") && field.tabIndex >= 0 && field.closest("[hidden]") === null,
  );
  const next = fields[fields.indexOf(from) + step];
  if (next !== undefined) {
    next.focus();
    if (next instanceof HTMLInputElement && isTextField(next)) next.select();
    return true;
  }
  if (step === 1 && form instanceof HTMLFormElement) {
    form.requestSubmit();
    return true;
  }
  return false;
}

function isField(element: HTMLElement): boolean {
  return isTextField(element) || element.matches("select, input[type=checkbox], input[type=radio], [role=combobox]");
}

function addLayer(layer: Layer): void {
  layers.push(layer);
  onScopeDispose(() => layers.splice(layers.indexOf(layer), 1));
}

/** Layers whose keys act: from the last modal one up, and the frame's below all. */
function reachable(): Layer[] {
  const modal = layers.findLastIndex((layer) => layer.modal);
  return modal <= 0 ? layers : [...layers.slice(0, 1), ...layers.slice(modal)];
}

function findBinding(name: string, inField: boolean): KeyBinding | undefined {
  const plain = !/^(?:Shift\+)?F\d{1,2}$|^Alt\+|^Ctrl\+/.test(name);
  if (plain && /^(?:Enter| )$/.test(name) && takesEnter(document.activeElement)) return undefined;
  return activeKeys.value.find((binding) => {
    const keys = typeof binding.keys === "string" ? [binding.keys] : binding.keys;
    if (!keys.includes(name)) return false;
    if (plain && inField && binding.inFields !== true) return false;
    return binding.when === undefined || binding.when();
  });
}

function isCharacter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
}

function soon(event: KeyboardEvent, run: () => void): void {
  if (isCharacter(event)) waiting = { timer: setTimeout(runWaiting, SINGLE_WAIT_MS), run };
  else run();
}

function runWaiting(): void {
  const due = waiting;
  forgetWaiting();
  due?.run();
}

function forgetWaiting(): void {
  clearTimeout(waiting?.timer);
  waiting = undefined;
}

function beginJump(): void {
  jumping.value = true;
  clearTimeout(jumpTimer);
  jumpTimer = setTimeout(() => (jumping.value = false), JUMP_WAIT_MS);
}

function endJump(event: KeyboardEvent): void {
  if (["Shift", "Alt", "Control", "Meta"].includes(event.key)) return;
  event.preventDefault();
  clearTimeout(jumpTimer);
  jumping.value = false;
  const letter = (/^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key).toUpperCase();
  jumps.value.find((jump) => jump.letter === letter)?.go();
}

/** Follows the characters of a scanner and takes what its Enter ends. */
function hearScanner(event: KeyboardEvent): void {
  if (composing(event)) return;
  const at = event.timeStamp;
  if (isCharacter(event)) {
    burst = grow(burst, event.key, at);
    return;
  }
  if (event.key !== "Enter") {
    if (event.key !== "Shift") burst = NO_BURST;
    return;
  }
  const scan = read(burst, at);
  burst = NO_BURST;
  if (scan === null) return;
  const taker = scans.findLast((takers) => takers[scan.kind] !== undefined)?.[scan.kind];
  if (taker === undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  forgetWaiting();
  cleanField(scan.typed);
  jumping.value = false;
  taker(scan.text);
}

function cleanField(typed: string): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || !isTextField(field)) return;
  field.value = without(field.value, typed, field.selectionStart ?? field.value.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
