import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";

import { asRefusal, call, type Refusal } from "../../shared/call";
import type { TicketPage } from "../../shared/wire";
import { changedMeanwhile, isStale, type Meanwhile } from "./lib";

/** A change of the ticket, made against the version that is on the screen. */
export type Change = (version: string) => Promise<unknown>;

/** One ticket on the screen. Bound to its id: a change can only go to this record. */
export interface TicketStore {
  readonly id: string;
  page: ShallowRef<TicketPage | null>;
  loading: Ref<boolean>;
  refusal: ShallowRef<Refusal | null>;
  /** A change is on its way. */
  running: Ref<boolean>;
  /** Why the last change was refused, other than for a newer version. */
  changeRefusal: ShallowRef<Refusal | null>;
  /** What somebody else changed while the clerk was at work; the clerk's own change waits. */
  meanwhile: ShallowRef<Meanwhile | null>;
  version: ComputedRef<string>;
  load(): Promise<void>;
  /**
   * Makes a change and reads the ticket again. With a newer version on the desk the change waits, the ticket is read,
   * and `meanwhile` says what is new; what the clerk typed stays in its form.
   */
  change(work: Change): Promise<boolean>;
  /** Makes the waiting change against what the clerk has now seen. */
  goOn(): Promise<boolean>;
  /** Lets the waiting change go. */
  letGo(): void;
  /** Forgets the last refusal, for example when its form is closed. */
  forget(): void;
}

/** Opens one ticket. */
export function useTicket(id: string): TicketStore {
  const page = shallowRef<TicketPage | null>(null);
  const loading = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  const running = ref(false);
  const changeRefusal = shallowRef<Refusal | null>(null);
  const meanwhile = shallowRef<Meanwhile | null>(null);
  const version = computed(() => page.value?.version ?? "");
  let waiting: { work: Change; done: (made: boolean) => void } | null = null;
  let turn = 0;

  async function load(): Promise<void> {
    turn += 1;
    const mine = turn;
    loading.value = true;
    try {
      const answer = await call("get_ticket", { id });
      if (mine !== turn) return;
      page.value = answer;
      refusal.value = null;
    } catch (error) {
      if (mine === turn) refusal.value = asRefusal(error);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  async function change(work: Change): Promise<boolean> {
    if (running.value) return false;
    running.value = true;
    changeRefusal.value = null;
    try {
      await work(version.value);
    } catch (error) {
      const fault = asRefusal(error);
      if (isStale(fault.code) && page.value !== null) {
        const seen = page.value;
        await load();
        const now = page.value;
        meanwhile.value = changedMeanwhile(seen, now ?? seen);
        running.value = false;
        return new Promise((resolve) => {
          waiting?.done(false);
          waiting = { work, done: resolve };
        });
      }
      changeRefusal.value = fault;
      running.value = false;
      return false;
    }
    running.value = false;
    meanwhile.value = null;
    await load();
    return true;
  }

  return {
    id,
    page,
    loading,
    refusal,
    running,
    changeRefusal,
    meanwhile,
    version,
    load,
    change,
    async goOn() {
      const own = waiting;
      waiting = null;
      meanwhile.value = null;
      if (own === null) return false;
      const made = await change(own.work);
      own.done(made);
      return made;
    },
    letGo() {
      waiting?.done(false);
      waiting = null;
      meanwhile.value = null;
    },
    forget() {
      changeRefusal.value = null;
    },
  };
}
