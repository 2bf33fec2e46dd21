/** Every text of the console, in both languages. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../../look/language";
import { chinese } from "./words/chinese";
import { english, type Words } from "./words/english";

export type { Words };

const words: Record<Language, Words> = { en: english, "zh-Hant": chinese };

export const Spoken = createContext<Language>("en");

/** The words of the language that is spoken now, and which one that is. */
export function useWords(): { words: Words; language: Language } {
  const language = useContext(Spoken);
  return { words: words[language], language };
}

/** Date and time of day of the reader's own place; in Chinese by figures and 24 hours, as in a merchant's lists. */
export function timeText(iso: string, language: Language, seconds = false): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  if (language === "en") return time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: seconds ? "medium" : "short" });
  const two = "2-digit";
  const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, hourCycle: "h23" } as const;
  return time.toLocaleString("zh-TW", seconds ? { ...parts, second: two } : parts);
}
