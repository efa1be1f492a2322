/** An SPDX expression, each licence and exception in it a link to its text. */
export function LicenseExpression({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/([()\s]+)/).map((part) =>
        isName(part) ? (
          <a href={`https://spdx.org/licenses/${part.replace(/\+$/, '')}.html`} rel="nofollow noopener noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  )
}

function isName(part: string): boolean {
  return /^[A-Za-z0-9.-]+\+?$/.test(part) && !['AND', 'OR', 'WITH'].includes(part)
}
