/** What the merchant does to a payment by hand: refund, capture, void. */
import { useEffect, useRef, useState } from "preact/hooks";
import { moneyText } from "../../look/language";
import { call, Refused } from "./api";
import type { Row } from "./views";
import { useWords } from "./words";

type Act = "refund" | "capture" | "void";

/** `named`: the buttons are told apart by their order, where there are several payments. */
export function Acts({ payment, again, named = false }: { payment: Row; again: () => void; named?: boolean }) {
  const { words } = useWords();
  const [act, setAct] = useState<Act>();
  const [said, setSaid] = useState("");
  const status = useRef<HTMLParagraphElement>(null);
  const acts: Act[] = payment.state === "AUTHORIZED" ? ["capture", "void"] : payment.refundable > 0 ? ["refund"] : [];
  const close = (done?: Act) => {
    setAct(undefined);
    if (done === undefined) return;
    setSaid(words.act.done[done]);
    // The pressed button may be gone.
    status.current?.focus();
    again();
  };
  return (
    <>
      <p role="status" ref={status} tabIndex={-1} class="said">
        {said}
      </p>
      {acts.length > 0 ? (
        <div class="acts">
          {acts.map((one) => (
            <button
              key={one}
              type="button"
              class={one === "capture" ? "" : "outline"}
              aria-label={named ? `${words.act[one]} ${payment.orderId}` : undefined}
              onClick={() => setAct(one)}
            >
              {words.act[one]}
            </button>
          ))}
        </div>
      ) : null}
      {act ? <Ask key={act} act={act} payment={payment} close={close} /> : null}
    </>
  );
}

function Ask({ act, payment, close }: { act: Act; payment: Row; close: (done?: Act) => void }) {
  const { words, language } = useWords();
  const most = act === "refund" ? payment.refundable : payment.amount;
  const [amount, setAmount] = useState(String(most));
  const [problem, setProblem] = useState("");
  const busy = useRef(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const sum = moneyText(most, payment.currency, language);
  const titles = { refund: words.act.refundTitle, capture: words.act.captureTitle, void: words.act.voidTitle };
  const deeds = { refund: words.act.refundDo, capture: words.act.captureDo, void: words.act.voidDo };
  const run = async () => {
    if (busy.current) return;
    busy.current = true;
    setProblem("");
    try {
      const body = act === "void" ? undefined : { amount: Number(amount) };
      const path = `transactions/${payment.transactionId}/${act}`;
      const { returnCode, returnMessage } = await call<{ returnCode: string; returnMessage: string }>("POST", path, body);
      if (returnCode === "0000") dialog.current?.close(act);
      else setProblem(words.act.refused(returnCode, returnMessage));
    } catch (thrown) {
      setProblem(thrown instanceof Refused && thrown.message !== "" ? thrown.message : words.noAnswer);
    }
    busy.current = false;
  };
  return (
    <dialog ref={dialog} aria-labelledby="act" onClose={() => close(dialog.current?.returnValue === act ? act : undefined)}>
      <article>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <h2 id="act">{titles[act]}</h2>
          <p>{words.payment.title(payment.orderId)}</p>
          {act === "void" ? (
            <p>{words.act.voidWhy(sum)}</p>
          ) : (
            <label>
              {words.act.amount} ({payment.currency})
              <input
                type="number"
                required
                min="0"
                max={most}
                step="any"
                value={amount}
                aria-describedby="most"
                onInput={(event) => setAmount(event.currentTarget.value)}
              />
              <small id="most">
                {words.act.atMost(sum)} {act === "capture" ? words.act.captureWhy : ""}
              </small>
            </label>
          )}
          {problem ? <p role="alert">{problem}</p> : null}
          <footer>
            <button type="button" class="outline secondary" onClick={() => dialog.current?.close("")}>
              {words.act.leave}
            </button>
            <button type="submit">{deeds[act]}</button>
          </footer>
        </form>
      </article>
    </dialog>
  );
}
