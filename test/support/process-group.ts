/** Sends a signal to all of a process group, named by the id of its first process; 0 only asks. False where none is left. */
export function signalGroup(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, name);
  } catch {
    return false;
  }
}
