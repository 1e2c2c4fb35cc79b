import { asRefusal } from "./call";
import { machine } from "./machine";
import { complain } from "./message";

/** Asks for a folder; what was there stays when the clerk changed their mind or the system cannot ask. */
export async function chooseFolder(before: string): Promise<string> {
  try {
    const chosen = await machine().chooseFolder();
    return chosen === "" ? before : chosen;
  } catch (error) {
    complain(asRefusal(error).message);
    return before;
  }
}
