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

/** Address of the files of a version, of a folder among them, or of one file (contents/). */
export function filesHref(id: string, version: string, path = ''): string {
  return `${packageHref(id, version)}/files${encodePath(path)}`
}

function encodePath(path: string): string {
  return path === '' ? '' : `/${path.split('/').map(encodeURIComponent).join('/')}`
}

/** Address of a picture in a version, as pages show it (contents/). */
export function pictureHref(id: string, version: string, path: string): string {
  return `${filesHref(id, version, path)}?picture`
}

/** Address of the page of what a version brings along, in a project for this framework (dependencies/). */
export function treeHref(id: string, version: string, framework?: string): string {
  const query = framework === undefined ? '' : `?framework=${encodeURIComponent(framework)}`
  return `${packageHref(id, version)}/dependencies${query}`
}

/** Address of the Atom feed of a package. */
export function atomHref(id: string): string {
  return `${packageHref(id)}/atom.xml`
}

/** Address of the page that compares versions, or one file in both (contents/). */
export function compareHref(id: string, path = ''): string {
  return `${packageHref(id)}/compare${encodePath(path)}`
}

/** Where owners write another README for a version. */
export function readmeHref(id: string, version: string): string {
  return `${packageHref(id, version)}/Edit`
}
