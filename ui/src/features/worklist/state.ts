import { reactive, ref, shallowRef } from "vue";

import { setNeighbours } from "../../shared/neighbours";
import { forgetWhenCovered } from "../../shared/session";
import { FIRST_PAGE, freshFilter, type Filter, type Pages } from "./lib";

/** Filter of the list; it stays while tickets are opened and closed. */
export const filter = reactive<Filter>(freshFilter("open"));
/** Pages turned so far. */
export const pages = shallowRef<Pages>(FIRST_PAGE);
/** Rows asked for at once. */
export const limit = ref(20);
/** Ticket that was opened last, to be chosen again on the way back. */
export const lastOpened = ref("");

forgetWhenCovered(() => {
  Object.assign(filter, freshFilter("open"));
  pages.value = FIRST_PAGE;
  lastOpened.value = "";
  setNeighbours([]);
});
