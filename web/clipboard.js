// Out to the clipboard, also where the browser has no newer way.

/** Copies text, and HTML beside it if there is any. Says whether it worked. */
export async function copy(plain, html = null) {
  const forms = { "text/plain": plain, ...(html ? { "text/html": html } : {}) };
  try {
    const blobs = Object.entries(forms).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyOnce(forms);
  }
}

function copyOnce(forms) {
  const put = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [type, text] of Object.entries(forms)) event.clipboardData.setData(type, text);
  };
  document.addEventListener("copy", put, { capture: true, once: true });
  const worked = document.execCommand("copy");
  document.removeEventListener("copy", put, { capture: true });
  return worked;
}
