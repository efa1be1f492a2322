/**
 * Lets work end in good order at Ctrl-C or SIGTERM. A second signal ends the process at once, as it would without this.
 */
export function stopSignal(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  function end(): void {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  function stop(): void {
    end()
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return { signal: controller.signal, end }
}
