/** Every text of the payment pages, in both languages. */
import type { Language } from "../../look/language";
import { chinese } from "./words/chinese";
import { english, type Words } from "./words/english";

export type { Words };

const words: Record<Language, Words> = { en: english, "zh-Hant": chinese };

export function speak(language: Language): Words {
  return words[language];
}
