/** Head of the ids of drafts that are steps of a ticket and no intake. */
export const STEP_DRAFT = "step-";
