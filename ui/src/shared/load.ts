import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import { asRefusal, call, type Answer, type Command, type Refusal, type Request } from "./call";

/** An answer on its way to the screen. */
export interface Loaded<T> {
  /** The last answer; the old one stays while the new one is read. */
  data: ShallowRef<T | null>;
  loading: Ref<boolean>;
  refusal: ShallowRef<Refusal | null>;
  /** Asks again; an answer that was overtaken by a later question is dropped. */
  load: () => Promise<void>;
}

/** Reads a command for the screen. The request is made anew for each load. */
export function useLoad<K extends Command>(command: K, request: () => Request<K>): Loaded<Answer<K>> {
  const data = shallowRef<Answer<K> | null>(null);
  const loading = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  let turn = 0;
  async function load(): Promise<void> {
    turn += 1;
    const mine = turn;
    loading.value = true;
    try {
      const answer = await call(command, request());
      if (mine !== turn) return;
      data.value = answer;
      refusal.value = null;
    } catch (error) {
      if (mine === turn) refusal.value = asRefusal(error);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }
  return { data, loading, refusal, load };
}

/** Something the clerk asked for: running, and why it was not done. */
export interface Action {
  running: Ref<boolean>;
  refusal: ShallowRef<Refusal | null>;
  /** Does it once at a time; returns whether it was done. */
  run: (work: () => Promise<void>) => Promise<boolean>;
}

/** Runs what a button or a key asks for, and keeps why it was refused for showing beside it. */
export function useAction(): Action {
  const running = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (running.value) return false;
    running.value = true;
    refusal.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      refusal.value = asRefusal(error);
      return false;
    } finally {
      running.value = false;
    }
  }
  return { running, refusal, run };
}
