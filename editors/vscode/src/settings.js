// The settings of the server, as it takes them.
"use strict";

/** The settings that the server reads. Everything else under `copydesk` is the extension's own. */
const KEYS = ["uiLanguage", "select", "ignore", "config", "tally"];
/** The languages in which copydesk has words. A newsroom can give others: then the setting names them. */
const LANGUAGES = { en: "English", ar: "العربية" };

/**
 * What the server is told: the user's settings; where they name no language for messages, that of VS Code.
 *
 * @param {(key: string) => unknown} get a setting under `copydesk`
 * @param {string} displayLanguage the tag of the language of VS Code
 */
function serverSettings(get, displayLanguage) {
    const settings = Object.fromEntries(KEYS.map((key) => [key, get(key)]));
    const tag = displayLanguage.split("-")[0];
    settings.uiLanguage ||= tag in LANGUAGES ? tag : "";
    // VS Code displays isolated text as Unicode has it: words in Arabic stay in their order in an interface that runs the other way.
    return { ...settings, isolates: true };
}

module.exports = { LANGUAGES, serverSettings };
