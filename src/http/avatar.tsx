import { createHash } from 'node:crypto'

/**
 * A picture made from the account's name alone: five by five fields, mirrored, one of eight hues. Nothing is asked of any
 * other server. Decorative: the name stands beside it.
 */
export function AvatarImage(props: { name: string; size?: number }) {
  const digest = createHash('sha256').update(props.name.toLowerCase()).digest()
  const size = props.size ?? 24
  return (
    <svg
      class={`avatar avatar-${(digest[31] ?? 0) % 8}`}
      width={size}
      height={size}
      viewBox="0 0 7 7"
      aria-hidden="true"
      focusable="false"
    >
      <path
        fill="currentColor"
        d={cellsOf(digest)
          .map(([x, y]) => `M${x + 1} ${y + 1}h1v1h-1z`)
          .join('')}
      />
    </svg>
  )
}

function cellsOf(digest: Uint8Array): [number, number][] {
  const cells: [number, number][] = []
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 3; x++) {
      if (((digest[y * 3 + x] ?? 0) & 1) === 0) continue
      cells.push([x, y])
      if (x < 2) cells.push([4 - x, y])
    }
  }
  return cells
}
