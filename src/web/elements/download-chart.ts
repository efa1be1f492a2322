import uPlot from 'uplot'

const height = 260
const secondsPerDay = 86_400

/**
 * `<download-chart>` around a drawing, its legend and a table of the same numbers. Puts a plot of uPlot in the drawing's
 * place, of the same height: it has a finer scale, and the legend tells the numbers of the day that is pointed at. Colours
 * and dashes are those that the style sheet gives the legend's lines, so that both themes hold.
 */
class DownloadChart extends HTMLElement {
  #plot: uPlot | null = null
  readonly #resized = new ResizeObserver(() => this.#fit())
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  readonly #draw = () => this.#redraw()

  connectedCallback(): void {
    if (this.querySelectorAll('tbody tr').length < 2) return // one day is no line
    this.#redraw()
    this.#dark.addEventListener('change', this.#draw)
    this.#resized.observe(this)
  }

  disconnectedCallback(): void {
    this.#dark.removeEventListener('change', this.#draw)
    this.#resized.disconnect()
    this.#plot?.destroy()
    this.#plot = null
  }

  #redraw(): void {
    const picture = this.querySelector<HTMLElement>('.chart-picture')
    if (picture === null) return
    this.#plot?.destroy()
    let place = this.querySelector<HTMLElement>('.chart-plot')
    if (place === null) {
      place = document.createElement('div')
      place.className = 'chart-plot'
      // For the eye alone: the drawing that is read out, and the table, stay.
      place.setAttribute('aria-hidden', 'true')
      picture.after(place)
      picture.classList.add('chart-drawn')
    }
    const { days, lines } = readTable(this)
    this.#plot = new uPlot(this.#options(yearOf(days[0]) !== yearOf(days.at(-1))), [days, ...lines], place)
  }

  #options(hasYears: boolean): uPlot.Options {
    const ink = colorOf(this, '--ink-quiet')
    const line = colorOf(this, '--line')
    const font = `13px ${getComputedStyle(this).fontFamily}`
    const axis = { stroke: ink, font, ticks: { stroke: line, width: 1 } }
    const formats = formatsOf(document.documentElement.lang)
    return {
      width: this.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: { y: { range: (_plot, _least, most) => [0, Math.max(1, most)] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: hasYears ? 52 : 36,
          space: 72,
          incrs: [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * secondsPerDay),
          // Below the first day of each year that is named stands the year, when there are two.
          values: (_plot, at) =>
            at.map((seconds, i) => {
              const isFirst = hasYears && yearOf(seconds) !== yearOf(at[i - 1])
              return formats.day(seconds) + (isFirst ? `\n${yearOf(seconds)}` : '')
            }),
        },
        {
          ...axis,
          grid: { stroke: line, width: 1 },
          size: 64,
          incrs: wholeSteps(),
          values: (_plot, at) => at.map((value) => formats.number.format(value)),
        },
      ],
      series: [
        {},
        ...[...this.querySelectorAll('.chart-key .series')].map((key) => ({
          ...lineOf(key),
          width: 2,
          points: { show: false },
        })),
      ],
      hooks: { setCursor: [(plot) => this.#tell(plot.cursor.idx ?? null, formats.number)] },
    }
  }

  #fit(): void {
    if (this.#plot !== null && this.#plot.width !== this.clientWidth) {
      this.#plot.setSize({ width: this.clientWidth, height })
    }
  }

  /** The legend tells the numbers of one day, and those of the whole period when none is pointed at. */
  #tell(index: number | null, format: Intl.NumberFormat): void {
    const row = index === null ? undefined : this.querySelectorAll('tbody tr')[index]
    const numbers = [...(row?.querySelectorAll('data') ?? [])]
    for (const [i, value] of this.querySelectorAll<HTMLElement>('.chart-value').entries()) {
      value.dataset['total'] ??= value.textContent ?? ''
      const number = numbers[i]
      value.textContent = number === undefined ? value.dataset['total'] : format.format(Number(number.value))
    }
    const day = this.querySelector('.chart-day')
    if (day !== null) day.textContent = row?.querySelector('time')?.textContent ?? ''
  }
}

/** Days in seconds since 1970, and the values of each line. */
function readTable(chart: HTMLElement): { days: number[]; lines: number[][] } {
  const rows = [...chart.querySelectorAll('tbody tr')]
  const days = rows.map((row) => Date.parse(row.querySelector('time')?.dateTime ?? '') / 1000)
  const values = rows.map((row) => [...row.querySelectorAll('data')].map((cell) => Number(cell.value)))
  const lines = (values[0] ?? []).map((_, i) => values.map((row) => row[i] ?? 0))
  return { days, lines }
}

/** The colour behind a token as a canvas understands it: worked out by the browser for this theme. */
function colorOf(place: HTMLElement, token: string): string {
  const probe = document.createElement('span')
  probe.hidden = true
  probe.style.color = `var(${token})`
  place.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function lineOf(key: Element): { stroke: string; dash: number[] } {
  const { color, strokeDasharray } = getComputedStyle(key)
  const dash = strokeDasharray
    .split(/[\s,]+/)
    .map((length) => Number.parseFloat(length))
    .filter((length) => length > 0)
  return { stroke: color, dash }
}

/** 1, 2, 5, 10, 20, 50 …: half a download is none. */
function wholeSteps(): number[] {
  return Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((factor) => factor * 10 ** power)).flat()
}

function yearOf(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000).getUTCFullYear()
}

/** Days and numbers as the rest of the page has them (i18n/format.ts). */
function formatsOf(language: string): { day: (seconds: number) => string; number: Intl.NumberFormat } {
  const locale = language === 'zh-CN' ? language : 'en-GB'
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return {
    day: (seconds) => day.format(seconds * 1000).replace('Sept', 'Sep'),
    number: new Intl.NumberFormat(locale),
  }
}

customElements.define('download-chart', DownloadChart)
