/** Has a screen reader say `text` when it is next idle. The same text twice is said twice. */
export function announce(text: string): void {
  const announcer = document.getElementById('announcer')
  if (announcer === null) return
  announcer.textContent = ''
  setTimeout(() => (announcer.textContent = text), 50)
}
