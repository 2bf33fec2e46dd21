/** Follows the visitor's newest purchase: asks every second while it is open and the page is seen. */
import { useEffect, useState } from "preact/hooks";
import type { TraceView } from "../../workers/shop/trace";

const whileOpen = 1000;

/** Adds an answer to what is already shown; another purchase starts afresh. */
export function merged(shown: TraceView | undefined, answer: TraceView): TraceView {
  if (!shown || shown.purchase !== answer.purchase) return answer;
  const known = new Set(shown.steps.map((step) => step.sequence));
  return { ...answer, steps: [...shown.steps, ...answer.steps.filter((step) => !known.has(step.sequence))] };
}

/** `whileClosed`: how often to look for a new purchase, in milliseconds; 0 looks only when the page is shown again. */
export function useTrace(whileClosed: number): TraceView | undefined {
  const [view, setView] = useState<TraceView>();
  useEffect(() => {
    let shown: TraceView | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;

    const ask = async () => {
      clearTimeout(timer);
      if (asking || document.hidden) return;
      asking = true;
      try {
        const query = shown?.purchase ? `?purchase=${encodeURIComponent(shown.purchase)}&since=${shown.last}` : "";
        const response = await fetch(`/api/trace${query}`);
        if (response.ok) {
          const next = merged(shown, (await response.json()) as TraceView);
          if (!same(shown, next)) setView(next);
          shown = next;
        }
      } catch {
        // The next question may get through.
      }
      asking = false;
      const pause = shown?.open ? whileOpen : whileClosed;
      if (pause > 0 && !document.hidden) timer = setTimeout(ask, pause);
    };

    void ask();
    document.addEventListener("visibilitychange", ask);
    addEventListener("pageshow", ask);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", ask);
      removeEventListener("pageshow", ask);
    };
  }, []);
  return view;
}

function same(one: TraceView | undefined, other: TraceView): boolean {
  return (
    one?.purchase === other.purchase &&
    one.open === other.open &&
    one.order?.state === other.order?.state &&
    one.steps.length === other.steps.length
  );
}
