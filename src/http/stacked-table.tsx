import type { PropsWithChildren } from 'hono/jsx'

/** What a column is called. `isHidden` is for columns of buttons: read out, not shown. */
export type Head = string | { readonly text: string; readonly isNumber?: boolean; readonly isHidden?: boolean }

/**
 * A table whose rows become blocks on a phone: the children are its rows, and each cell but the first says in `data-label`
 * which column it is of.
 */
export function StackedTable(props: PropsWithChildren<{ heads: readonly Head[]; class?: string }>) {
  return (
    <div class={['table-scroll table-stack', props.class].filter(Boolean).join(' ')}>
      <table>
        <thead>
          <tr>
            {props.heads.map((head) => (
              <HeadCell {...(typeof head === 'string' ? { text: head } : head)} />
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  )
}

function HeadCell({ text, isNumber, isHidden }: Exclude<Head, string>) {
  return (
    <th scope="col" class={isNumber ? 'number' : undefined}>
      {isHidden ? <span class="visually-hidden">{text}</span> : text}
    </th>
  )
}
