/** My Code: what the buyer holds out at the counter. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { browserLanguage, methodName } from "../../look/language";
import { Copy, WayBack } from "./back";
import { post, timeLeft } from "./payment";
import { Qr } from "./qr";
import "../../look/base.css";
import "./style.css";
import { speak } from "./words";

interface Shown {
  oneTimeKey: string;
  /** By this browser's clock: the sandbox's may be another one. */
  until: string;
}

/** As LINE Pay's own page is told by its address; the balance unless it says otherwise. */
const METHODS = { card: "CREDIT_CARD", balance: "BALANCE", point: "POINT", discount: "DISCOUNT" };
const asked = new URLSearchParams(location.search).get("paymentMethod") ?? "";

function MyCode() {
  const [method, setMethod] = useState(METHODS[asked as keyof typeof METHODS] ?? METHODS.balance);
  const [shown, setShown] = useState<Shown>();
  const [failed, setFailed] = useState(false);
  const [now, setNow] = useState(Date.now());
  const language = browserLanguage(navigator.languages);
  const words = speak(language);

  const draw = async () => {
    setFailed(false);
    try {
      const response = await post("/web/sandbox/payment/oneTimeKey", { method });
      if (response.ok) {
        const { oneTimeKey, secondsLeft } = (await response.json()) as { oneTimeKey: string; secondsLeft: number };
        return setShown({ oneTimeKey, until: new Date(Date.now() + secondsLeft * 1000).toISOString() });
      }
    } catch {
      // It is said below.
    }
    setFailed(true);
  };
  useEffect(() => void draw(), [method]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.codeTitle;
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(clock);
  }, []);

  const left = shown ? timeLeft(shown.until, now) : "";
  return (
    <article class="payment small">
      <p class="simulated">{words.simulator}</p>
      <h1>{words.codeTitle}</h1>
      <p>{words.codeHow}</p>
      <fieldset>
        <legend>{words.codeBy}</legend>
        {Object.values(METHODS).map((name) => (
          <label key={name}>
            <input type="radio" name="method" checked={name === method} onChange={() => setMethod(name)} />
            {methodName(name, language)}
          </label>
        ))}
      </fieldset>
      <div role="status">
        {failed ? <p class="bad">{words.failed}</p> : null}
        {shown && left ? <p class="code">{shown.oneTimeKey.replace(/(\d{4})(?=\d)/g, "$1 ")}</p> : null}
        {shown && !left ? <p>{words.codeOver}</p> : null}
      </div>
      {shown && left ? <Qr text={shown.oneTimeKey} label={words.codeQr} /> : null}
      {left ? <p class="left">{words.left(left)}</p> : null}
      {shown && left ? <Copy text={shown.oneTimeKey} label={words.codeCopy} words={words} /> : null}
      <button type="button" onClick={() => void draw()}>
        {words.codeNew}
      </button>
      <WayBack payment={undefined} words={words} />
    </article>
  );
}

const page = document.getElementById("page");
if (page) render(<MyCode />, page);
