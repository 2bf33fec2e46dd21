/** Every text of the console, in both languages. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { browserLanguage, type Language } from "../../look/language";
import { chosenLanguage } from "./session";
import { chinese } from "./words/chinese";
import { english, type Words } from "./words/english";

export type { Words };

const words: Record<Language, Words> = { en: english, "zh-Hant": chinese };

export const Spoken = createContext<Language>("en");

/** The language that the reader has chosen, else the browser's. */
export function languageNow(): Language {
  const chosen = chosenLanguage.get();
  return chosen === "en" || chosen === "zh-Hant" ? chosen : browserLanguage(navigator.languages);
}

/** The words of the language that is spoken now, and which one that is. */
export function useWords(): { words: Words; language: Language } {
  const language = useContext(Spoken);
  return { words: words[language], language };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
const two = (number: number): string => String(number).padStart(2, "0");

/** Date and time of day of the reader's own place; in Chinese by figures, as in a merchant's lists. Not by `Intl`: see `numberText`. */
export function timeText(iso: string, language: Language, seconds = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const [year, month, day] = [at.getFullYear(), at.getMonth(), at.getDate()];
  const clock = [at.getHours(), at.getMinutes(), ...(seconds ? [at.getSeconds()] : [])].map(two).join(":");
  return language === "en" ? `${day} ${MONTHS[month]} ${year}, ${clock}` : `${year}/${two(month + 1)}/${two(day)} ${clock}`;
}
