/** A drawing on a grid of 24: paths and circles (x, y, radius), drawn as lines. */
interface Drawing {
  paths: readonly string[];
  circles?: ReadonlyArray<readonly [number, number, number]>;
}

/** All drawings of the program. */
export const icons = {
  home: { paths: ["M4 11 12 4l8 7v9h-5v-6H9v6H4z"] },
  newVisit: { paths: ["M3 21c0-4 3-6.5 7-6.5 1.3 0 2.5.3 3.5.8M18 14v7M14.5 17.5h7"], circles: [[10, 8, 4]] },
  folder: { paths: ["M3 6h6l2 3h10v11H3z", "M7 14h10"] },
  search: { paths: ["m16 16 5 5"], circles: [[11, 11, 6.5]] },
  settings: { paths: ["M4 7h9M17 7h3M4 17h3M11 17h9"], circles: [[15, 7, 2.5], [9, 17, 2.5]] },
  person: { paths: ["M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7"], circles: [[12, 8, 4]] },
  lock: { paths: ["M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3"] },
  info: { paths: ["M12 11v6M12 7.3v.4"], circles: [[12, 12, 9]] },
  clock: { paths: ["M12 7v5.5l3.5 2"], circles: [[12, 12, 9]] },
  alert: { paths: ["M12 3 22 20H2z", "M12 9v5M12 16.8v.4"] },
  differ: { paths: ["M12 21v-7M12 14 5 7M12 14l7-7M5 12V7h5M19 12V7h-5"] },
  check: { paths: ["m4 12.5 5.5 5.5L20 6.5"] },
  checked: { paths: ["m7.5 12.2 3.2 3.2 5.8-6.3"], circles: [[12, 12, 9]] },
  flag: { paths: ["M5 21V4M5 4h13l-3 4.5 3 4.5H5"] },
  idCard: {
    paths: ["M2.5 5h19v14h-19z", "M5 16c0-1.5 1.2-2.5 3-2.5s3 1 3 2.5M14 10h5M14 14h5"],
    circles: [[8, 11, 2]],
  },
  close: { paths: ["m5 5 14 14M19 5 5 19"] },
  down: { paths: ["m5 9 7 7 7-7"] },
  left: { paths: ["m15 5-7 7 7 7"] },
  calendar: { paths: ["M4 5h16v15H4zM4 10h16M8 3v4M16 3v4"] },
  right: { paths: ["m9 5 7 7-7 7"] },
  plus: { paths: ["M12 5v14M5 12h14"] },
  print: { paths: ["M7 9V3h10v6M7 17H3V9h18v8h-4", "M7 14h10v7H7z"] },
  copy: { paths: ["M8 8h12v12H8z", "M4 16V4h12"] },
  eye: { paths: ["M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7z"], circles: [[12, 12, 3]] },
  paper: { paths: ["M6 3h8l4 4v14H6z", "M14 3v4h4M9 12h6M9 16h6"] },
  forbidden: { paths: ["m6 6 12 12"], circles: [[12, 12, 9]] },
  dot: { paths: [], circles: [[12, 12, 4]] },
  pause: { paths: ["M8 5v14M16 5v14"] },
  archive: { paths: ["M3 8h18v12H3zM3 8l2-4h14l2 4M9 12h6"] },
  undo: { paths: ["M4 9h11a5 5 0 0 1 0 11H8M4 9l5-5M4 9l5 5"] },
  edit: { paths: ["M4 20h4L19 9l-4-4L4 16zM13 7l4 4"] },
  exchange: { paths: ["M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"] },
  stick: { paths: ["M7 10h10v11H7zM9 10V3h6v7M11 6v.4M13 6v.4"] },
  star: { paths: ["m12 3.500 2.600 5.600 6 .700-4.500 4.100 1.200 6-5.300-3-5.300 3 1.200-6-4.500-4.100 6-.700z"] },
  refresh: { paths: ["M20 11a8 8 0 1 0-2.300 6.200M20 5v6h-6"] },
  consult: { paths: ["M4 5h16v11H11l-4 4v-4H4z", "M8 9h8M8 12h5"] },
  aid: { paths: ["M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z"] },
  mediation: {
    paths: ["M2 19c0-3.5 2-5 5-5s5 1.5 5 5M12 19c0-3.5 2-5 5-5s5 1.5 5 5"],
    circles: [[7, 8, 3], [17, 8, 3]],
  },
  notary: { paths: ["M9 4h6l-1 7h4v5H6v-5h4z", "M5 20h14"] },
  forensic: { paths: ["M10 3v6l-5 9c-.6 1.5.3 3 2 3h10c1.7 0 2.6-1.5 2-3l-5-9V3M8.5 3h7M7.5 15h9"] },
  special: { paths: ["M12 21s-8-4.8-8-11V5l8-2 8 2v5c0 6.2-8 11-8 11z", "M12 8v8M8 12h8"] },
} satisfies Record<string, Drawing>;

/** Name of a drawing. */
export type IconName = keyof typeof icons;

/** Drawing of each service window, by the window's key on the keyboard. */
const WINDOW_ICONS: readonly IconName[] = ["consult", "aid", "mediation", "notary", "forensic", "special"];

/** Returns the drawing of the window with this key, 1 to 6. */
export function windowIcon(key: number): IconName {
  return WINDOW_ICONS[key - 1] ?? "folder";
}
