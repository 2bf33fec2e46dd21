/** The calls of a HAR file, one of which is chosen. */
import type { Exchange } from "./har";
import type { Validator } from "./validator";
import { judge } from "./verdict";
import type { ValidateWords } from "./words";

const MOST = 300;

interface Props {
  name: string;
  calls: Exchange[];
  chosen: Exchange;
  choose: (call: Exchange) => void;
  words: ValidateWords;
  validator: Validator;
}

export function Calls({ name, calls, chosen, choose, words, validator }: Props) {
  return (
    <section class="calls" aria-label={words.calls(calls.length, name)}>
      <h2>{words.calls(calls.length, name)}</h2>
      <ol>
        {calls.slice(0, MOST).map((call, index) => {
          const verdict = judge(validator, call);
          const said = verdict.kind === "unclear" ? "" : verdict.ok ? "✓" : (verdict.error.returnCode ?? verdict.error.code);
          return (
            <li key={index}>
              <button
                type="button"
                class={call === chosen ? "small" : "small outline"}
                aria-pressed={call === chosen}
                onClick={() => choose(call)}
              >
                <span>
                  <span class="unseen">{index + 1}: </span>
                  {call.at.slice(11, 19)}
                </span>
                <span>
                  {call.version} {call.operation}
                </span>
                <span class={verdict.kind === "good" ? "good" : "bad"}>{said}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {calls.length > MOST ? <p class="quiet">{words.more(MOST)}</p> : null}
    </section>
  );
}
