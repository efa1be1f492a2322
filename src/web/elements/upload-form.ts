import { announce } from './announce.ts'

/**
 * `<upload-form data-uploading data-checking data-failed data-stopped data-one data-most data-large>` around a form with one
 * file: takes a file that is dropped on it, does not send one of more than `data-most` bytes, shows how much has arrived, and
 * lets one stop. The form itself does the same without.
 */
class UploadForm extends HTMLElement {
  #request: XMLHttpRequest | null = null
  #announced = 0

  connectedCallback(): void {
    this.querySelector('.upload-drop-hint')?.removeAttribute('hidden')
    this.addEventListener('dragover', (event) => this.#onDrag(event))
    this.addEventListener('dragleave', () => this.classList.remove('upload-over'))
    this.addEventListener('drop', (event) => this.#onDrop(event))
    this.querySelector('input[type=file]')?.addEventListener('change', () => this.#isTooLarge() || this.#say())
    this.addEventListener('submit', (event) => this.#onSubmit(event))
    this.querySelector('.upload-progress button')?.addEventListener('click', () => this.#request?.abort())
  }

  /** A page that was left sends nothing more. */
  disconnectedCallback(): void {
    this.#request?.abort()
  }

  #onDrag(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files') !== true || this.#request !== null) return
    event.preventDefault()
    this.classList.add('upload-over')
  }

  #onDrop(event: DragEvent): void {
    const files = event.dataTransfer?.files
    const input = this.querySelector<HTMLInputElement>('input[type=file]')
    this.classList.remove('upload-over')
    if (files === undefined || files.length === 0 || input === null || this.#request !== null) return
    event.preventDefault()
    if (files.length > 1) return this.#say(this.dataset['one'])
    input.files = files
    input.focus()
  }

  /** Not `fetch`: only this tells how much has been sent. */
  #onSubmit(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    if (this.#request !== null || this.#isTooLarge()) return
    const request = new XMLHttpRequest()
    this.#request = request
    request.open('POST', form.action)
    request.responseType = 'document'
    request.upload.addEventListener('progress', ({ loaded, total }) => this.#showProgress(loaded, total))
    request.addEventListener('load', () => this.#onAnswer(request))
    request.addEventListener('error', () => this.#onEnd(this.dataset['failed']))
    request.addEventListener('abort', () => this.#onEnd(this.dataset['stopped']))
    this.#announced = 0
    this.#setBusy(true)
    this.#showProgress(0, 1)
    request.send(new FormData(form))
  }

  /** Says so at once: the server would only when all of it had been sent. */
  #isTooLarge(): boolean {
    const bytes = this.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0]?.size ?? 0
    if (bytes <= Number(this.dataset['most'] ?? Infinity)) return false
    const size = `${(bytes / 1_048_576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`
    this.#say(this.dataset['large']?.replace('#', size))
    return true
  }

  #showProgress(loaded: number, total: number): void {
    const percent = Math.floor((100 * loaded) / total)
    const bar = this.querySelector('progress')
    if (bar !== null) bar.value = percent
    const isSent = loaded === total
    this.#write(isSent ? this.dataset['checking'] : this.dataset['uploading']?.replace('#', String(percent)))
    if (isSent || percent >= this.#announced + 25) {
      this.#announced = percent
      announce(this.querySelector('#upload-said')?.textContent ?? '')
    }
  }

  /** Taken: the next page shows what is in it. Refused: the answer says why, in the place of this page. */
  #onAnswer(request: XMLHttpRequest): void {
    const main = request.responseXML?.querySelector('main') ?? null
    if (request.status === 200 || main === null) return location.assign(request.responseURL)
    this.#request = null
    document.title = request.responseXML?.title ?? document.title
    const adopted = document.adoptNode(main)
    document.querySelector('main')?.replaceWith(adopted)
    const target = adopted.querySelector<HTMLElement>('[role="alert"]') ?? adopted
    target.tabIndex = -1
    target.focus()
  }

  #onEnd(said: string | undefined): void {
    this.#request = null
    this.#setBusy(false)
    this.#say(said)
  }

  /** A sentence without the bar. */
  #say(text = ''): void {
    this.#showBar(false)
    this.#write(text)
    announce(text)
  }

  #write(text = ''): void {
    const said = this.querySelector('#upload-said')
    if (said !== null) said.textContent = text
  }

  #setBusy(isBusy: boolean): void {
    this.ariaBusy = isBusy ? 'true' : null
    const submit = this.querySelector<HTMLButtonElement>('button[type=submit]')
    if (submit !== null) submit.disabled = isBusy
    const input = this.querySelector<HTMLInputElement>('input[type=file]')
    if (input !== null) input.inert = isBusy
    this.#showBar(isBusy)
  }

  #showBar(isShown: boolean): void {
    this.querySelector('.upload-progress')?.removeAttribute('hidden')
    for (const part of this.querySelectorAll<HTMLElement>('.upload-progress > :is(progress, button)')) {
      part.hidden = !isShown
    }
  }
}

customElements.define('upload-form', UploadForm)
