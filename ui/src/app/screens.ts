import type { Screen } from "../shared/router";

/** Every screen, in the order of the rail. The first one opens after the login. */
export const screens: Screen[] = [
];
