import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { announce } from './announce.ts'

/**
 * `<passkey-button data-options data-mode data-failed data-unsupported data-along>` in a form: its button asks the server what to
 * sign, has the browser's passkey sign it, puts that into the hidden field and sends the form.
 */
class PasskeyButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button')
    if (button === null) return
    if (window.PublicKeyCredential === undefined) {
      if (this.dataset['mode'] === 'register') this.#say(this.dataset['unsupported'])
      return
    }
    button.hidden = false
    button.addEventListener('click', () => void this.#use(button))
  }

  async #use(button: HTMLButtonElement): Promise<void> {
    const form = this.closest('form')
    const field = this.querySelector<HTMLInputElement>('input[name=passkey]')
    if (form === null || field === null || !form.reportValidity()) return
    button.disabled = true
    this.#say('')
    try {
      field.value = JSON.stringify(await this.#sign(form))
      this.#takeAlong(form)
      form.submit()
    } catch {
      this.#say(this.dataset['failed'])
    } finally {
      button.disabled = false
    }
  }

  /** A choice that stands in another form of the page, and counts for this one too. */
  #takeAlong(form: HTMLFormElement): void {
    const choice = document.getElementById(this.dataset['along'] ?? '')
    if (!(choice instanceof HTMLInputElement) || !choice.checked) return
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: choice.name })
    field.value = choice.value
    form.append(field)
  }

  /** Throws when the server refuses, the person cancels, or there is no passkey. */
  async #sign(form: HTMLFormElement): Promise<unknown> {
    const token = new FormData(form).get('form_token')
    const body = new URLSearchParams({ form_token: typeof token === 'string' ? token : '' })
    const response = await fetch(this.dataset['options'] ?? '', { method: 'POST', body })
    const optionsJSON = await response.json()
    return this.dataset['mode'] === 'register'
      ? startRegistration({ optionsJSON })
      : startAuthentication({ optionsJSON })
  }

  #say(text = ''): void {
    const place = this.querySelector<HTMLElement>('.passkey-said')
    if (place === null) return
    place.textContent = text
    place.hidden = text === ''
    if (text !== '') announce(text)
  }
}

customElements.define('passkey-button', PasskeyButton)
