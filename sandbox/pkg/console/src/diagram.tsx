/** The sequence diagram of an order: who told whom what. The same stands in a table, for who cannot see it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { wordOf } from "./answer";
import { LANES, type Lane, type Message, messagesOf } from "./sequence";
import type { Life } from "./views";
import { timeText, useWords, type Words } from "./words";

/** It is drawn as wide as there is room, within these, so that its letters keep their size on a phone. */
const NARROW = 280;
const WIDE = 720;
const HEAD = 40;
const ROW = 34;
/** About how wide a letter is, and one of Chinese, which is the widest. */
const LETTER = 7;
const CHINESE = 13;
type X = (lane: Lane) => number;

export function Diagram({ life }: { life: Life }) {
  const { words } = useWords();
  const text = words.sequence;
  const { messages, all } = messagesOf(life);
  const height = HEAD + messages.length * ROW + 16;
  const box = useRef<HTMLElement>(null);
  const [wide, setWide] = useState(WIDE);
  useLayoutEffect(() => {
    const room = new ResizeObserver(([entry]) => {
      if (entry) setWide(Math.floor(Math.min(WIDE, Math.max(NARROW, entry.contentRect.width))));
    });
    if (box.current) room.observe(box.current);
    return () => room.disconnect();
  }, []);
  const x: X = (lane) => (LANES.indexOf(lane) + 0.5) * (wide / LANES.length);
  return (
    <section aria-labelledby="sequence">
      <h2 id="sequence">{text.title}</h2>
      <p>
        <small>
          {text.sweepWhy}
          {all > messages.length ? ` ${text.cut(messages.length, all)}` : ""}
        </small>
      </p>
      <section ref={box} class="drawn" aria-label={text.picture(messages.length)} tabIndex={0}>
        <svg viewBox={`0 0 ${wide} ${height}`} role="img" aria-label={text.picture(messages.length)}>
          {LANES.map((lane) => (
            <g key={lane} class="lane">
              <text x={x(lane)} y="20" text-anchor="middle">
                {text.lanes[lane]}
              </text>
              <line x1={x(lane)} x2={x(lane)} y1={HEAD - 8} y2={height - 4} />
            </g>
          ))}
          {messages.map((message, index) => (
            <Arrow key={`${index}${message.at}`} message={message} y={HEAD + index * ROW + 24} words={words} x={x} wide={wide} />
          ))}
        </svg>
      </section>
      <details>
        <summary>{text.table}</summary>
        <Table messages={messages} />
      </details>
    </section>
  );
}

/** What a message is called, with what was answered. */
function named({ what, code, kind = "good" }: Message, words: Words): string {
  if (code && what === "") return [code, wordOf(kind, code, words)].filter(Boolean).join(" ");
  const name =
    words.sequence.whats[what] ?? words.payment.steps[what as keyof Words["payment"]["steps"]] ?? words.states[what as never] ?? what;
  return code ? `${code}${name ? ` (${name})` : ""}` : name;
}

function Arrow({ message, y, words, x, wide }: { message: Message; y: number; words: Words; x: X; wide: number }) {
  const [from, to] = [x(message.from), x(message.to)];
  const kind = `message${message.kind ? ` ${message.kind}` : ""}${message.code ? " answer" : ""}`;
  const label = named(message, words);
  if (from === to) {
    return (
      <g class={kind}>
        <circle cx={from} cy={y - 4} r="4" />
        <text x={from - 10} y={y} text-anchor="end">
          {label}
        </text>
      </g>
    );
  }
  const right = to > from;
  // Where there is little room, a long label is wider than its arrow.
  const half = [...label].reduce((sum, letter) => sum + (letter > "\u2e7f" ? CHINESE : LETTER), 0) / 2;
  const tip = right ? `${to - 8},${y - 4} ${to},${y} ${to - 8},${y + 4}` : `${to + 8},${y - 4} ${to},${y} ${to + 8},${y + 4}`;
  return (
    <g class={kind}>
      <line x1={from} x2={to} y1={y} y2={y} />
      <polyline points={tip} />
      <text x={Math.max(half, Math.min(wide - half, (from + to) / 2))} y={y - 6} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

function Table({ messages }: { messages: Message[] }) {
  const { words, language } = useWords();
  const text = words.sequence;
  return (
    <section class="wide-table" aria-label={text.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.time}</th>
            <th scope="col">{text.from}</th>
            <th scope="col">{text.to}</th>
            <th scope="col">{text.what}</th>
          </tr>
        </thead>
        <tbody>
          {messages.map((message, index) => (
            <tr key={`${index}${message.at}`}>
              <td>{timeText(message.at, language, true)}</td>
              <td>{text.lanes[message.from]}</td>
              <td>{text.lanes[message.to]}</td>
              <td>{named(message, words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
