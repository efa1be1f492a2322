import { packageHref } from './icon.tsx'

export function VersionLink(props: { id: string; version: string }) {
  return <a href={packageHref(props.id, props.version)}>{props.version}</a>
}

/** Each tag leads to a search for it. */
export function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <ul class="tags">
      {tags.map((tag) => (
        <li>
          <a class="tag" href={`/packages?q=${encodeURIComponent(`tags:"${tag}"`)}`}>
            {tag}
          </a>
        </li>
      ))}
    </ul>
  )
}
