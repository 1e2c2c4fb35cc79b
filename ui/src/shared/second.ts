import { computed, reactive, ref, watch, type ComputedRef } from "vue";

import type { SecondPerson } from "./call";
import type { Action } from "./load";
import { problem, type FieldProblem } from "./problem";

/** The second person of a step that takes two, asked for when the desk says that one is needed. */
export interface Second {
  form: SecondPerson;
  /** The desk has asked for somebody. */
  asked: ComputedRef<boolean>;
  /** What is wrong with who was named; null before anybody was. */
  fault: ComputedRef<FieldProblem | null>;
  /** Who to name in the request; nobody until the desk asks. */
  given: () => SecondPerson | undefined;
  /** Forgets the password, after the step and when another one begins. */
  forget: () => void;
}

/** Keeps the second person for what this action asks of the desk. */
export function useSecond(action: Action): Second {
  const form = reactive<SecondPerson>({ login: "", password: "" });
  const asking = ref(false);
  const refusal = computed(() => (action.refusal.value?.field === "second" ? action.refusal.value : null));
  // What is asked for stays on the screen while the next answer is on its way.
  watch(refusal, (now) => (asking.value ||= now !== null), { flush: "sync" });
  const asked = computed(() => asking.value);
  const fault = computed(() =>
    refusal.value === null || refusal.value.code === "second.needed" ? null : problem(refusal.value.message, refusal.value.hint),
  );
  function given(): SecondPerson | undefined {
    if (!asked.value || form.login.trim() === "") return undefined;
    return { login: form.login.trim(), password: form.password };
  }
  function forget(): void {
    asking.value = false;
    form.login = "";
    form.password = "";
  }
  return { form, asked, fault, given, forget };
}
