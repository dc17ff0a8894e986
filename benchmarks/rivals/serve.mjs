// What every rival in Node shares: a JSON line a request, so that start-up is measured on neither side.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// The process's own high-water mark: what getrusage tells a child starts with that of its parent.
const peakKib = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);

/** Answers requests `{work, …}` by `work[request.work](request, kept)` and holds the files that `{keep, path, …}` names. */
export async function serve(work) {
  const kept = new Map();
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    if (request.keep) {
      kept.set(request.keep, { ...request, data: readFileSync(request.path) });
      console.log("{}");
      continue;
    }
    const before = process.cpuUsage();
    const made = await work[request.work](request, kept);
    const { user, system } = process.cpuUsage(before);
    const answer = { ms: (user + system) / 1e3, peak_kib: peakKib() };
    if (request.wanted) answer.made = Buffer.from(made).toString("base64");
    console.log(JSON.stringify(answer));
  }
}
