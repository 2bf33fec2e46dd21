import { useState } from "preact/hooks";
import type { Speech } from "./language";

interface Props {
  orderId: string;
  label: string;
  /** What is to be shown anew afterwards. */
  after: () => Promise<void>;
  speech: Speech;
}

/** A button: the shop does for an order now what the next sweep would. */
export function Look({ orderId, label, after, speech: { words } }: Props) {
  const [looking, setLooking] = useState(false);
  const look = async () => {
    if (looking) return;
    setLooking(true);
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ orderId }) };
    await fetch("/staff/look", init).catch(() => undefined);
    await after();
    setLooking(false);
  };
  return (
    <button
      type="button"
      class="outline small"
      aria-disabled={looking}
      aria-busy={looking}
      aria-label={words.ofOrder(label, orderId)}
      onClick={() => void look()}
    >
      {looking ? words.working : label}
    </button>
  );
}
