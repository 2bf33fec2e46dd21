/** The reply, what it answers and what is expected of it. */
import type { Version } from "linepay-edge/validate";
import type { Exchange, Expectations, Operation } from "./har";
import type { Validator } from "./validator";
import type { ValidateWords } from "./words";

const VERSIONS: Version[] = ["v2", "v3", "v4"];
const EXPECTATIONS = ["transactionId", "orderId", "amount", "currency"] as const;

interface Props {
  subject: Exchange;
  guessed: boolean;
  words: ValidateWords;
  /** Not there at first. */
  validator: Validator | undefined;
  paste: (text: string) => void;
  change: (subject: Exchange) => void;
}

export function Question({ subject, guessed, words, validator, paste, change }: Props) {
  const { operation, version, status, expected } = subject;
  const choices = validator ? (Object.keys(validator.routes[version]) as Operation[]) : [operation];
  const expect = (name: keyof Expectations, value: string) => change({ ...subject, expected: { ...expected, [name]: value } });
  return (
    <form onSubmit={(event) => event.preventDefault()} autoComplete="off">
      <label>
        {words.reply}
        <textarea
          rows={9}
          spellcheck={false}
          value={subject.text}
          aria-describedby="reply-note"
          placeholder='{"returnCode":"0000","returnMessage":"Success.","info":{…}}'
          onInput={(event) => paste(event.currentTarget.value)}
        />
        <small id="reply-note">{words.replyNote}</small>
      </label>
      <div class="fields three">
        <label>
          {words.operation}
          <select
            value={operation}
            aria-describedby={guessed ? "guessed" : undefined}
            onChange={(event) => change({ ...subject, operation: event.currentTarget.value as Operation })}
          >
            {choices.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {words.version}
          <select
            value={version}
            onChange={(event) => {
              const chosen = event.currentTarget.value as Version;
              const known = !validator || operation in validator.routes[chosen];
              change({ ...subject, version: chosen, operation: known ? operation : "paymentCheck" });
            }}
          >
            {VERSIONS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {words.status}
          <input
            type="number"
            min={100}
            max={599}
            value={status}
            onInput={(event) => change({ ...subject, status: Number(event.currentTarget.value) || 0 })}
          />
        </label>
      </div>
      {guessed ? (
        <p class="quiet" id="guessed">
          {operation}: {words.guessed}
        </p>
      ) : null}
      <fieldset>
        <legend>{words.expected}</legend>
        <div class="fields">
          {EXPECTATIONS.map((name) => (
            <label key={name}>
              {words[name]}
              <input
                value={expected[name]}
                spellcheck={false}
                maxLength={200}
                inputMode={name === "amount" ? "decimal" : name === "transactionId" ? "numeric" : "text"}
                onInput={(event) => expect(name, event.currentTarget.value.trim())}
              />
            </label>
          ))}
        </div>
        <small>{words.expectedNote}</small>
      </fieldset>
    </form>
  );
}
