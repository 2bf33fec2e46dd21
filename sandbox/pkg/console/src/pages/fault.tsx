/** The form of a fault of one's own. */
import { useState } from "preact/hooks";
import { useWords } from "../words";

const OPERATIONS = [
  "reserve",
  "statusCheck",
  "confirm",
  "capture",
  "void",
  "authCheck",
  "paymentCheck",
  "refund",
  "regKeyCheck",
  "preApproval",
  "regKeyExpire",
  "oneTimeKeyPay",
  "orderCheck",
];
const TIMED = ["hang", "delay", "drip", "late", "twice", "stale"];
/** They decide by themselves when the call takes effect. */
const WHENLESS = ["late", "twice", "stale", "drip"];

export function Own({ arm }: { arm: (fault: object) => Promise<void> }) {
  const { words } = useWords();
  const text = words.break;
  const [operation, setOperation] = useState("confirm");
  const [kind, setKind] = useState("code");
  const [when, setWhen] = useState("before");
  const [code, setCode] = useState("1298");
  const [seconds, setSeconds] = useState("");
  const [orderId, setOrderId] = useState("");
  const [times, setTimes] = useState("1");
  const field = (value: string, set: (value: string) => void) => ({
    value,
    onInput: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  });
  const fault = {
    kind,
    times: Number(times),
    ...(operation === "" ? {} : { operation }),
    ...(WHENLESS.includes(kind) ? {} : { when }),
    ...(kind === "code" ? { code } : {}),
    ...(TIMED.includes(kind) && seconds !== "" ? { seconds: Number(seconds) } : {}),
    ...(orderId === "" ? {} : { orderId }),
  };
  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        void arm(fault);
      }}
    >
      <label>
        {text.operation}
        <select {...field(operation, setOperation)}>
          <option value="">{text.every}</option>
          {OPERATIONS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label>
        {text.kind}
        <select {...field(kind, setKind)}>
          {Object.entries(text.kinds).map(([name, said]) => (
            <option key={name} value={name}>
              {said}
            </option>
          ))}
        </select>
      </label>
      {WHENLESS.includes(kind) ? null : (
        <label>
          {text.when}
          <select {...field(when, setWhen)}>
            <option value="before">{text.before}</option>
            <option value="after">{text.after}</option>
          </select>
        </label>
      )}
      {kind === "code" ? (
        <label>
          {text.code}
          <input required pattern="[0-9]{4}" inputMode="numeric" {...field(code, setCode)} />
        </label>
      ) : null}
      {TIMED.includes(kind) ? (
        <label>
          {text.seconds}
          <input type="number" min="0" {...field(seconds, setSeconds)} />
        </label>
      ) : null}
      <label>
        {text.order}
        <input {...field(orderId, setOrderId)} />
      </label>
      <label>
        {text.times}
        <input type="number" required min="1" {...field(times, setTimes)} />
      </label>
      <button type="submit">{text.arm}</button>
    </form>
  );
}
