import { Icon } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import type { PackageFiles, PackageVersion } from './package.ts'

type IconOf = Pick<PackageVersion, 'id' | 'version'> & { readonly files: Pick<PackageFiles, 'icon'> }

/** The package's own icon from the flat container, or the general sign of a package. Decorative: the ID stands beside it. */
export function PackageIcon(props: { frame: Frame; version: IconOf; size: 'small' | 'large' }) {
  const { version } = props
  const pixels = props.size === 'large' ? 64 : 32
  if (!version.files.icon) {
    return (
      <span class={`package-icon package-icon-${props.size} package-icon-none`}>
        <Icon frame={props.frame} name="package" />
      </span>
    )
  }
  return (
    <img
      class={`package-icon package-icon-${props.size}`}
      src={iconHref(version)}
      alt=""
      width={pixels}
      height={pixels}
      loading={props.size === 'large' ? undefined : 'lazy'}
    />
  )
}

/** Address of the icon that a version has. */
export function iconHref({ id, version }: Pick<PackageVersion, 'id' | 'version'>): string {
  return `/v3/flat/${id.toLowerCase()}/${version.lower}/icon`
}

/** Address of a package's page, or of one version's. */
export function packageHref(id: string, version?: string): string {
  return version === undefined ? `/packages/${id}` : `/packages/${id}/${version}`
}
