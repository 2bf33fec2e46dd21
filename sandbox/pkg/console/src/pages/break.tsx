/** Faults by clicking, with what each tests; and the clock. */
import { useState } from "preact/hooks";
import { call, Refused, useAsked } from "../api";
import { Calls } from "../calls";
import { addressOf } from "../session";
import type { SandboxCall, SandboxClock, SandboxFault } from "../views";
import { timeText, useWords } from "../words";
import { Own } from "./fault";

const PRESETS: [string, SandboxFault][] = [
  ["lost", { operation: "confirm", kind: "drop", when: "after" }],
  ["failed", { operation: "confirm", kind: "code", code: "1199" }],
  ["late", { operation: "confirm", kind: "late", seconds: 90 }],
  ["refund", { operation: "refund", kind: "drop", when: "after" }],
  ["down", { operation: "reserve", kind: "html502" }],
  ["stale", { operation: "paymentCheck", kind: "stale", calls: 2 }],
];
const SPANS: [string, number][] = [
  ["minute", 60],
  ["window", 1200],
  ["day", 86_400],
  ["month", 31 * 86_400],
];
const SPEEDS = [0, 1, 60, 3600];

export function Break() {
  const { words } = useWords();
  const text = words.break;
  const { data, again } = useAsked<{ faults: SandboxFault[] }>("faults");
  const [problem, setProblem] = useState("");
  const run = async (method: string, path: string, body?: object) => {
    try {
      await call(method, path, body);
      setProblem("");
      again();
    } catch (thrown) {
      setProblem(thrown instanceof Refused && thrown.message !== "" ? thrown.message : words.noAnswer);
    }
  };
  const arm = (fault: object) => run("POST", "faults", fault);
  return (
    <>
      <h1>{words.pages.break}</h1>
      <p>{text.why}</p>
      <div class="beside even">
        <section aria-labelledby="presets">
          <h2 id="presets">{text.presets}</h2>
          <ul class="presets">
            {PRESETS.map(([name, fault]) => (
              <li key={name}>
                <button type="button" class="outline" onClick={() => void arm(fault)}>
                  {text.tests[name]?.[0]}
                </button>
                <small>{text.tests[name]?.[1]}</small>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="own">
          <h2 id="own">{text.own}</h2>
          <Own arm={arm} />
        </section>
      </div>
      {problem ? <p role="alert">{problem}</p> : null}
      <section aria-labelledby="armed">
        <h2 id="armed">{text.armed}</h2>
        <div role="status">
          {data?.faults.length === 0 ? <p class="nothing">{text.nothing}</p> : null}
          <ul>
            {(data?.faults ?? []).map((fault, index) => (
              <li key={index}>
                {text.kinds[fault.kind] ?? fault.kind}{" "}
                <code>
                  {Object.entries(fault)
                    .filter(([, value]) => value !== null)
                    .map(([name, value]) => `${name} ${value}`)
                    .join(", ")}
                </code>
              </li>
            ))}
          </ul>
        </div>
        {data && data.faults.length > 0 ? (
          <button type="button" class="outline" onClick={() => void run("DELETE", "faults")}>
            {text.disarm}
          </button>
        ) : null}
      </section>
      <Seen />
      <Clock />
    </>
  );
}

/** The last calls, the newest first: which of them a fault met, and what the shop did then. */
function Seen() {
  const { words } = useWords();
  const text = words.break;
  const { data } = useAsked<{ calls: SandboxCall[] }>("console/calls?last=8", 1000);
  return (
    <section aria-labelledby="seen">
      <h2 id="seen">{text.seen}</h2>
      {data?.calls.length === 0 ? <p class="nothing">{text.noCalls}</p> : null}
      <Calls calls={[...(data?.calls ?? [])].reverse()} />
      <p>
        <a href={addressOf("inspector")}>{text.allCalls}</a>
      </p>
    </section>
  );
}

function Clock() {
  const { words, language } = useWords();
  const text = words.break;
  const { data, again } = useAsked<SandboxClock>("clock", 1000);
  const turn = (body: object) => void call("POST", "clock", body).then(again, again);
  const lapses = data?.lapses.slice(0, 12) ?? [];
  return (
    <section aria-labelledby="clock" class="clock">
      <h2 id="clock">{text.clock}</h2>
      <p>
        {text.now}: <strong>{data ? timeText(data.now, language, true) : ""}</strong>
      </p>
      <div class="acts">
        {SPANS.map(([name, seconds]) => (
          <button key={name} type="button" class="outline" onClick={() => turn({ advanceSeconds: seconds })}>
            {text.advance(text.spans[name] ?? name)}
          </button>
        ))}
        <label class="line-up">
          {text.speed}
          <select value={String(data?.speed ?? 1)} onChange={(event) => turn({ speed: Number(event.currentTarget.value) })}>
            {[...new Set([...SPEEDS, data?.speed ?? 1])].map((speed) => (
              <option key={speed} value={String(speed)}>
                {speed === 0 ? text.stands : text.times1(speed)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <h3>{text.next}</h3>
      {lapses.length === 0 ? <p>{text.nothingEnds}</p> : null}
      <ul>
        {lapses.map((lapse) => (
          <li key={`${lapse.at} ${lapse.what} ${lapse.transactionId ?? lapse.regKey ?? ""}`}>
            {timeText(lapse.at, language, true)} · {text.ends[lapse.what] ?? lapse.what} {lapse.orderId ?? lapse.regKey ?? ""}
          </li>
        ))}
      </ul>
    </section>
  );
}
