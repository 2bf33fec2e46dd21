/** The deck's 管理連結金鑰: of every merchant the channel id and its secret. */
import { useState } from "preact/hooks";
import { call, useAsked } from "../api";
import { Copy } from "../parts";
import { mount, session } from "../session";
import type { SandboxWorldSummary } from "../views";
import { useWords } from "../words";

export function Keys() {
  const { words } = useWords();
  const { data } = useAsked<{ worlds: SandboxWorldSummary[] }>("worlds", 5000);
  return (
    <>
      <h1>{words.pages.keys}</h1>
      {words.keys.why.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>
        {words.keys.guide}:{" "}
        {["v2", "v3", "v4"].map((version) => (
          <span key={version}>
            <a href={`${mount()}/openapi/${version}.json`} target="_blank" rel="noreferrer">
              {version}
            </a>{" "}
          </span>
        ))}
      </p>
      {(data?.worlds ?? []).map((world) => (
        <Merchant key={world.name} world={world} />
      ))}
    </>
  );
}

function Merchant({ world }: { world: SandboxWorldSummary }) {
  const { words } = useWords();
  const [secret, setSecret] = useState<string>();
  const ask = async () => (await call<{ channelSecret: string }>("POST", "console/keys", {}, world.name)).channelSecret;
  const name = `Channel Secret Key (${world.name})`;
  return (
    <article class="merchant-keys" aria-current={world.name === session.world ? "true" : undefined}>
      <h2>
        {world.merchantName} <small>{world.name}</small>
      </h2>
      <dl class="facts">
        <div>
          <dt>Channel ID</dt>
          <dd>
            <code>{world.channelId}</code> <Copy text={world.channelId} what={`Channel ID (${world.name})`} />
          </dd>
        </div>
        <div>
          <dt>Channel Secret Key</dt>
          <dd>
            <code>{secret ?? "•".repeat(16)}</code>{" "}
            <button
              type="button"
              class="outline small"
              aria-pressed={secret !== undefined}
              aria-label={`${secret === undefined ? words.keys.view : words.keys.hide}: ${name}`}
              onClick={() => (secret === undefined ? void ask().then(setSecret, () => {}) : setSecret(undefined))}
            >
              {secret === undefined ? words.keys.view : words.keys.hide}
            </button>{" "}
            <Copy text={ask} what={name} />
          </dd>
        </div>
      </dl>
    </article>
  );
}
