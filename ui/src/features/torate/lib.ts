import type { RatingTask } from "../../shared/wire";
import { torateText } from "../../text/torate";

/** Open tasks in the order they came, then what is done, the newest first. */
export function sortedTasks(tasks: readonly RatingTask[]): RatingTask[] {
  const open = tasks.filter((task) => task.state !== "done").sort((a, b) => a.at.localeCompare(b.at));
  const done = tasks.filter((task) => task.state === "done").sort((a, b) => b.handledAt.localeCompare(a.handledAt));
  return [...open, ...done];
}

/** The four levels of a rating with their names; one that was not given is left out. */
export function levelsOf(task: RatingTask): Array<{ name: string; level: number }> {
  const names = torateText.levels;
  return [
    { name: names.overall, level: task.overall },
    { name: names.attitude, level: task.attitude },
    { name: names.efficiency, level: task.efficiency },
    { name: names.skill, level: task.skill },
  ].filter((one) => one.level > 0);
}
