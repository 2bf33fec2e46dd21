// What a workerd process has used of the processor. Linux tells; elsewhere it stays unknown.
import { readdirSync, readFileSync } from "node:fs";

/** The fields of /proc/PID/stat behind the program's name, and that name. */
function statOf(pid) {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { name, fields: rest.split(" ") };
  } catch {
    return undefined; // it has ended, or there is no /proc
  }
}

/** The workerd processes that this one has started. */
export function workerds() {
  let pids;
  try {
    pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids.filter((pid) => {
    const stat = statOf(pid);
    return stat?.name === "workerd" && stat.fields[1] === String(process.pid);
  });
}

/** Milliseconds of the processor that it has used, in steps of ten: Linux counts hundredths of a second. */
export function processorTime(pid) {
  const stat = statOf(pid);
  return stat === undefined ? undefined : (Number(stat.fields[11]) + Number(stat.fields[12])) * 10;
}
