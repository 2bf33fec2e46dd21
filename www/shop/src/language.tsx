/** The page's language: chosen once, remembered, and put on the document. */
import { useEffect, useState } from "preact/hooks";
import { chooseLanguage, type Language } from "../../language";
import { type Words, words } from "./words";

const key = "language";

export interface Speech {
  language: Language;
  words: Words;
  setLanguage: (language: Language) => void;
}

export function useSpeech(title: (words: Words) => string): Speech {
  const [language, setLanguage] = useState(() => chooseLanguage(remembered(), navigator.languages));
  const spoken = words[language];
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = title(spoken);
  }, [language]);
  return {
    language,
    words: spoken,
    setLanguage: (chosen) => {
      remember(chosen);
      setLanguage(chosen);
    },
  };
}

export function LanguageSwitch({ speech }: { speech: Speech }) {
  const other: Language = speech.language === "en" ? "zh-Hant" : "en";
  return (
    <button
      type="button"
      class="outline secondary small"
      lang={other}
      aria-label={speech.words.otherLabel}
      onClick={() => speech.setLanguage(other)}
    >
      {speech.words.other}
    </button>
  );
}

// A browser may refuse storage; the page then works without a memory.
function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // Not remembered.
  }
}
