/** Puts a list that lies above everything under its field, or over it where there is more room. */
export function placeUnder(field: HTMLElement, list: HTMLElement): void {
  const at = field.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - 8;
  const above = at.top - 8;
  const up = below < 160 && above > below;
  // Set through the object model: the content policy forbids style attributes in markup.
  list.style.minWidth = `${at.width}px`;
  list.style.maxHeight = `${Math.min(360, up ? above : below)}px`;
  list.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - list.offsetWidth - 8))}px`;
  list.style.top = up ? "auto" : `${at.bottom + 2}px`;
  list.style.bottom = up ? `${window.innerHeight - at.top + 2}px` : "auto";
}
